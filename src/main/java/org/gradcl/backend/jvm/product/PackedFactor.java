package org.gradcl.backend.jvm.product;

import static org.gradcl.backend.jvm.arithmetic.TileKernel.ROWS_OF_STRIP;
import static org.gradcl.backend.jvm.arithmetic.TileKernel.ROW_DISTANCE;
import static org.gradcl.backend.jvm.product.Product.DEPTH_BLOCK;
import static org.gradcl.backend.jvm.product.TileGrid.divideUp;

import org.gradcl.backend.jvm.arithmetic.Strips;

/**
 * How one factor of a product is packed: its rows (of op(A)) or columns (of op(B)), here called
 * lines, in strips.
 *
 * <p>A factor that several tiles read is packed once for all of them, whole, by all threads. One
 * that a single tile reads is packed by the thread of that tile, block of the inner extent by
 * block, into memory that stays in its cache: a few rows times a large matrix read that matrix once
 * and write nothing. So is one that windows read, whose patches would be many times what is stored.
 */
final class PackedFactor {
  /** Lines that are packed in one piece: neighbours in memory are read in runs of this many. */
  private static final int PIECE_LINES = 128;

  private final Factor factor;
  private final int lines;
  private final int depth;
  private final int batch;
  private final int width;
  private final boolean ofRows;
  private final boolean shared;
  private final int phases;
  private final int strips;
  private final int pieceLines;
  private final int linePieces;
  private final int depthBlocks;

  private PackedFactor(
      ProductShape shape, Factor factor, int lines, int width, boolean ofRows, boolean shared) {
    this.factor = factor;
    this.lines = lines;
    this.depth = shape.k();
    this.batch = shape.batch();
    this.width = width;
    this.ofRows = ofRows;
    this.shared = shared;
    phases = ofRows ? factor.phases() : 1;
    strips = divideUp(lines, width);
    pieceLines = TileGrid.roundUp(PIECE_LINES, width);
    linePieces = divideUp(lines, pieceLines);
    depthBlocks = divideUp(depth, DEPTH_BLOCK);
  }

  /**
   * The packing of a factor in strips of neighbours.
   *
   * @param lines rows of op(A) or columns of op(B)
   * @param width of a strip
   * @param shared whether several tiles read the same lines
   */
  PackedFactor(ProductShape shape, Factor factor, int lines, int width, boolean shared) {
    this(shape, factor, lines, width, false, shared);
  }

  /** The packing of a factor in strips of rows, by each tile for itself. */
  static PackedFactor ofRows(ProductShape shape, Factor factor, int lines) {
    return new PackedFactor(shape, factor, lines, ROWS_OF_STRIP, true, false);
  }

  boolean shared() {
    return shared;
  }

  /** Whether strips are strips of rows. */
  boolean ofRows() {
    return ofRows;
  }

  /** Lines of a strip. */
  int width() {
    return width;
  }

  /** How far the lines of a strip are apart. */
  int phases() {
    return phases;
  }

  /** Lines that are packed together, so that a part of the packed ones begins with a strip. */
  int linesTogether() {
    return width * phases;
  }

  /** Whether packing says which parts of the depth a strip has. */
  boolean leavesOut() {
    return ofRows && factor.readByWindows();
  }

  /** Floats that all threads share. */
  int sharedFloats() {
    return shared ? Math.multiplyExact(Math.multiplyExact(strips, batch), stripStride(0)) : 0;
  }

  /** Floats that each thread needs for itself, if a tile has so many lines. */
  int floatsInTile(int tileLines) {
    return shared ? 0 : Strips.count(tileLines, width, phases) * stripStride(0);
  }

  /** Pieces in which what is shared is packed. */
  int pieces() {
    return shared ? batch * linePieces * depthBlocks : 0;
  }

  /** Packs a piece of what is shared. */
  void packPiece(int piece, float[] target, Strips strips) {
    int matrix = piece / (linePieces * depthBlocks);
    int first = piece % linePieces * pieceLines;
    int firstDepth = piece / linePieces % depthBlocks * DEPTH_BLOCK;
    int count = Math.min(pieceLines, lines - first);
    pack(matrix, first, count, firstDepth, target, strips);
  }

  /** Packs some lines of a block of the inner extent, to where {@link #offset} says. */
  void pack(int matrix, int first, int count, int firstDepth, float[] target, Strips strips) {
    strips.target = target;
    strips.to = offset(matrix, first, 0, firstDepth);
    strips.width = width;
    strips.stripStride = stripStride(firstDepth);
    strips.lineStride = ofRows ? ROW_DISTANCE : 1;
    strips.depthStride = ofRows ? 1 : width;
    strips.phases = phases;
    factor.pack(matrix, first, count, firstDepth, length(firstDepth), strips);
  }

  /** How much of the inner extent there is from a depth on to the end of its block. */
  int length(int firstDepth) {
    return Math.min(DEPTH_BLOCK, depth - firstDepth);
  }

  /**
   * Where a strip begins, in the array it is packed into.
   *
   * @param first the first line of the tile, or of what is packed; where that begins is where a
   *     factor begins that is packed for one tile
   * @param line the strip's first line, from that one on
   */
  int offset(int matrix, int first, int line, int firstDepth) {
    return shared
        ? (matrix * strips + (first + line) / width) * stripStride(firstDepth) + firstDepth * width
        : line / width * stripStride(firstDepth);
  }

  /** Distance of strips in a block of the inner extent. */
  int stripStride(int firstDepth) {
    return ofRows ? width * ROW_DISTANCE : width * (shared ? depth : length(firstDepth));
  }
}
