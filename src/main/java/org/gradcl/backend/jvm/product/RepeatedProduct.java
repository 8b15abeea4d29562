package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.PanelProduct;

/**
 * One of several products of a step with the same weights, as a recurrent layer has one for each
 * time: the first packs them for all. A tile is some whole rows of C, and each thread begins with
 * its share of them, so that what a sample's state becomes stays in one core's cache from step to
 * step.
 */
final class RepeatedProduct extends WeightsProduct {
  /** So much of op(B) stays in a quarter of a second-level cache. */
  private static final int MOST_NUMBERS = 1 << 16;

  /** Less is read where it lies as fast. */
  private static final int LEAST_NUMBERS = 1 << 12;

  /** With more rows op(B) is used so often that packing it anew costs little. */
  private static final int MOST_ROWS = 512;

  /** Enough for the cores of a usual machine. */
  private static final int MOST_TILES = 8;

  private final TileGrid grid;

  RepeatedProduct(
      ProductShape shape, Factor left, Factor right, PackedMatrix matrix, ProductScratch scratch) {
    super(shape, ProductLayout.left(shape, left, scratch, false), right, matrix, scratch);
    int rows = TileGrid.roundUp(TileGrid.divideUp(shape.m(), MOST_TILES), scratch.rowStep());
    grid = new TileGrid(rows, shape.n(), TileGrid.divideUp(shape.m(), rows), 1, 1);
  }

  /** Whether a product can be computed in this way, and is then faster. */
  static boolean suits(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    int numbers = Math.multiplyExact(shape.n(), shape.k());
    return scratch.inPlaceKernels.length > 0
        && !left.readByWindows()
        && right instanceof StridedFactor
        && shape.batch() == 1
        && shape.m() > scratch.rowStep()
        && shape.m() <= MOST_ROWS
        && numbers >= LEAST_NUMBERS
        && numbers <= MOST_NUMBERS;
  }

  @Override
  boolean isWorthPacking(long version) {
    return true;
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    int tile = Math.multiplyExact(grid.rows(), grid.columns());
    return new ScratchNeed(0, 0, packedA.floatsInTile(grid.rows()), 0, tile);
  }

  @Override
  boolean firstByTeam() {
    return packs();
  }

  @Override
  public int mostRows() {
    return grid.rows();
  }

  @Override
  public String variant() {
    return String.format("tile %d×%d, B packed once a step", grid.rows(), grid.columns());
  }

  @Override
  public boolean shared() {
    return shape.multiplyAdds() >= LEAST_SHARED_WORK / 2;
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    PanelProduct product = panel(tile, depth, thread);
    product.a = scratch.tileA[thread];
    packedA.pack(0, tile.row, tile.rows, depth, product.a, scratch.strips[thread]);
    product.aFirstStrip = 0;
    product.bOffset = packedB.offset(0, 0, 0, depth);
    product.bStripStride = packedB.stripStride(depth);
    product.cOffset = tile.offset;
    product.columns = tile.columns;
    scratch.kernels[thread].multiply(product);
  }
}
