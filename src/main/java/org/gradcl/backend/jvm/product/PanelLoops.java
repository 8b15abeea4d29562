package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.Strips;

/** The loops over a tile of C and a block of the inner extent, with packed factors. Immutable. */
final class PanelLoops {
  /** Floats of B that are read again for each few rows: an eighth of a second-level cache. */
  private static final int MOST_FLOATS_ALONG_ROWS = 16 * 1024;

  private final ProductScratch scratch;
  private final PackedFactor packedA;
  private final PackedFactor packedB;
  private final int depthInAll;

  PanelLoops(
      ProductShape shape, PackedFactor packedA, PackedFactor packedB, ProductScratch scratch) {
    this.scratch = scratch;
    this.packedA = packedA;
    this.packedB = packedB;
    depthInAll = shape.k();
  }

  /**
   * Sums a tile over a block of the inner extent, and packs for it what is not packed yet.
   *
   * @param columnsAtATime columns of B that are packed and multiplied before the next ones
   * @param adds whether the block is added to what the tile holds
   */
  void sum(Tile tile, int depth, int columnsAtATime, boolean adds, int thread) {
    PanelProduct product = scratch.panels[thread];
    Strips strips = scratch.strips[thread];
    product.a = packedA.shared() ? scratch.sharedA : scratch.tileA[thread];
    product.b = packedB.shared() ? scratch.sharedB : scratch.tileB[thread];
    if (!packedA.shared()) {
      packedA.pack(tile.matrix, tile.row, tile.rows, depth, product.a, strips);
    }
    product.aStripStride = packedA.stripStride(depth);
    product.aOfRows = packedA.ofRows();
    product.aPhases = packedA.phases();
    product.aParts = packedA.leavesOut() ? strips.parts : null;
    product.c = tile.values;
    product.cStride = tile.stride;
    product.depth = packedA.length(depth);
    product.adds = adds;
    for (int first = 0; first < tile.columns; first += columnsAtATime) {
      int columns = Math.min(columnsAtATime, tile.columns - first);
      if (!packedB.shared()) {
        packedB.pack(tile.matrix, tile.column + first, columns, depth, product.b, strips);
      }
      multiply(product, tile, first, columns, depth, thread);
    }
  }

  /**
   * Multiplies all rows of a tile with some of its columns. As many rows with a strip of B as the
   * kernel asks for; but where B stays in a near cache, rows along all strips, so that C is written
   * along its rows: lines of C a stride apart would each miss the caches.
   */
  private void multiply(
      PanelProduct product, Tile tile, int first, int columns, int depth, int thread) {
    boolean shallow = depthInAll * columns <= MOST_FLOATS_ALONG_ROWS;
    int least = Math.max(scratch.rowStep(), packedA.linesTogether());
    int asked = scratch.kernels[0].rowsAtATime() / least * least;
    int rowsTogether = shallow ? tile.rows : Math.max(least, asked);
    int columnsTogether = shallow ? columns : scratch.columnStep();
    product.bStripStride = packedB.stripStride(depth);
    for (int row = 0; row < tile.rows; row += rowsTogether) {
      product.rows = Math.min(rowsTogether, tile.rows - row);
      product.aOffset = packedA.offset(tile.matrix, tile.row, row, depth);
      product.aFirstStrip = row / packedA.width();
      for (int column = 0; column < columns; column += columnsTogether) {
        product.columns = Math.min(columnsTogether, columns - column);
        product.bOffset = packedB.offset(tile.matrix, tile.column + first, column, depth);
        product.cOffset = tile.offset + row * tile.stride + first + column;
        scratch.kernels[thread].multiply(product);
      }
    }
  }
}
