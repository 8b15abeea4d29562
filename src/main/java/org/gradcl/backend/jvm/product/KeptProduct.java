package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;
import org.gradcl.backend.jvm.arithmetic.PanelProduct;

/**
 * A product with few rows whose op(B), weights that only a training changes, stays packed from run
 * to run: it is read once, strip by strip, as fast as memory brings it, and each sum is in the
 * order of all others. One row of A is read where it lies; more are packed first.
 */
final class KeptProduct extends WeightsProduct {
  /** With more rows op(B) is used so often that packing it anew costs little. */
  private static final int MOST_ROWS = 64;

  /** Of a smaller matrix packing would save nothing that is to be seen. */
  private static final int LEAST_NUMBERS = 1 << 12;

  /** Strips that are read together. */
  private static final int STRIPS_OF_TILE = 4;

  private final Factor left;
  private final TileGrid grid;
  private final boolean shared;

  KeptProduct(
      ProductShape shape, Factor left, Factor right, PackedMatrix matrix, ProductScratch scratch) {
    super(shape, packed(shape, left, scratch), right, matrix, scratch);
    this.left = left;
    int step = scratch.columnStep();
    shared = UnpackedProduct.readingIsShared(shape);
    int columns = Math.min(STRIPS_OF_TILE * step, TileGrid.roundUp(shape.n(), step));
    grid = new TileGrid(shape.m(), columns, 1, TileGrid.divideUp(shape.n(), columns), 1);
  }

  private static PackedFactor packed(ProductShape shape, Factor left, ProductScratch scratch) {
    boolean line = shape.m() == 1 && left instanceof StridedFactor a && !a.linesAreNeighbours();
    return line ? null : new PackedFactor(shape, left, shape.m(), scratch.rowStep(), true);
  }

  /** Whether a product can be computed in this way, and is then faster. */
  static boolean suits(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    return scratch.inPlaceKernels.length > 0
        && !left.readByWindows()
        && right instanceof StridedFactor b
        && !b.linesAreNeighbours()
        && shape.batch() == 1
        && shape.m() <= MOST_ROWS
        && (long) shape.n() * shape.k() >= LEAST_NUMBERS;
  }

  /** From the second run on in which op(B) is the same. */
  @Override
  boolean isWorthPacking(long version) {
    return matrix.isSeenAgain(version);
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    int packed = packedA == null ? 0 : packedA.sharedFloats();
    return new ScratchNeed(packed, 0, 0, 0, Math.multiplyExact(shape.m(), grid.columns()));
  }

  @Override
  boolean firstByTeam() {
    return packs() || (long) shape.m() * shape.k() * PACKING_COST >= LEAST_SHARED_WORK;
  }

  @Override
  public String variant() {
    return String.format(
        "tile %d×%d, B kept packed, %s packed once",
        grid.rows(), grid.columns(), packedA == null ? "nothing" : "A");
  }

  @Override
  public boolean shared() {
    return shared;
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    if (packedA == null) {
      addRow(tile, depth, thread);
    } else {
      addRows(tile, depth, thread);
    }
  }

  private void addRow(Tile tile, int depth, int thread) {
    InPlaceProduct product = scratch.inPlaceProducts[thread];
    StridedFactor line = (StridedFactor) left;
    product.a = line.values();
    product.aOffset = line.at(0, 0, depth);
    product.b = matrix.strips;
    product.bOffset = packedB.offset(0, tile.column, 0, depth);
    product.bStride = packedB.stripStride(depth);
    product.c = tile.values;
    product.cOffset = tile.offset;
    product.columns = tile.columns;
    product.depth = length(depth);
    product.adds = depth > 0;
    scratch.inPlaceKernels[thread].strips(product);
  }

  private void addRows(Tile tile, int depth, int thread) {
    PanelProduct product = panel(tile, depth, thread);
    product.a = scratch.sharedA;
    for (int column = 0; column < tile.columns; column += packedB.width()) {
      product.columns = Math.min(packedB.width(), tile.columns - column);
      product.bOffset = packedB.offset(0, tile.column, column, depth);
      product.cOffset = tile.offset + column;
      scratch.kernels[thread].multiply(product);
    }
  }
}
