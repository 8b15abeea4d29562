package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.Strips;

/**
 * A product of packed factors. What several tiles of C read of op(A) and op(B) is first copied into
 * strips; what one tile reads it packs itself.
 *
 * <p>Source of the scheme: K. Goto, R. A. van de Geijn, Anatomy of High-Performance Matrix
 * Multiplication, 2008.
 */
final class BlockedProduct extends Product {
  /** Half of a first-level cache. */
  private static final int FLOATS_IN_FIRST_CACHE = 4096;

  private final ProductLayout layout;
  private final PackedFactor packedA;
  private final PackedFactor packedB;
  private final int columnStep;
  private final int rowsAtATime;

  BlockedProduct(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    super(shape, scratch);
    layout = ProductLayout.of(shape, left, right, scratch);
    packedA = layout.a();
    packedB = layout.b();
    columnStep = scratch.columnStep();
    rowsAtATime = scratch.kernels[0].rowsAtATime();
  }

  @Override
  TileGrid grid() {
    return layout.grid();
  }

  @Override
  ScratchNeed need() {
    return layout.need();
  }

  @Override
  int firstPieces() {
    return packedB.pieces() + packedA.pieces();
  }

  @Override
  boolean firstByTeam() {
    return layout.packedByTeam();
  }

  @Override
  public String variant() {
    return layout.toString();
  }

  @Override
  public boolean shared() {
    return layout.shared();
  }

  @Override
  void runFirst(int piece, int thread) {
    int piecesOfB = packedB.pieces();
    if (piece < piecesOfB) {
      packedB.packPiece(piece, scratch.sharedB, scratch.strips[thread]);
    } else {
      packedA.packPiece(piece - piecesOfB, scratch.sharedA, scratch.strips[thread]);
    }
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    PanelProduct product = scratch.panels[thread];
    Strips strips = scratch.strips[thread];
    product.a = packedA.shared() ? scratch.sharedA : scratch.tileA[thread];
    product.b = packedB.shared() ? scratch.sharedB : scratch.tileB[thread];
    if (!packedA.shared()) {
      packedA.pack(tile.matrix, tile.row, tile.rows, depth, product.a, strips);
    }
    if (!packedB.shared()) {
      packedB.pack(tile.matrix, tile.column, tile.columns, depth, product.b, strips);
    }
    product.aStripStride = packedA.stripStride(depth);
    product.c = tile.values;
    product.cStride = tile.stride;
    product.depth = length(depth);
    product.adds = depth > 0;
    int together = rowsAtATime(tile);
    for (int row = 0; row < tile.rows; row += together) {
      product.rows = Math.min(together, tile.rows - row);
      product.aOffset = packedA.offset(tile.matrix, tile.row, row, depth);
      for (int column = 0; column < tile.columns; column += columnStep) {
        product.columns = Math.min(columnStep, tile.columns - column);
        product.bOffset = packedB.offset(tile.matrix, tile.column, column, depth);
        product.cOffset = tile.offset + row * tile.stride + column;
        scratch.kernels[thread].multiply(product);
      }
    }
  }

  /**
   * As many rows as the kernel asks for; but if all of the tile's columns of B stay in the
   * first-level cache, few, so that C is written along its rows: lines of C a stride apart would
   * each miss the caches.
   */
  private int rowsAtATime(Tile tile) {
    boolean shallow = shape.k() * tile.columns <= FLOATS_IN_FIRST_CACHE;
    return shallow ? scratch.rowStep() : rowsAtATime;
  }
}
