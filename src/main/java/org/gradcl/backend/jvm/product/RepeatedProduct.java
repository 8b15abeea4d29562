package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.PanelProduct;

/**
 * One of several products of a step with the same weights, as a recurrent layer has one for each
 * time: the first packs them for all. A tile is some whole rows of C, and each thread begins with
 * its share of them, so that what a sample's state becomes stays in one core's cache from step to
 * step.
 */
public final class RepeatedProduct extends WeightsProduct {
  /** So much of op(B) stays in a quarter of a second-level cache. */
  private static final int MOST_NUMBERS = 1 << 16;

  /** Less is read where it lies as fast. */
  private static final int LEAST_NUMBERS = 1 << 12;

  /** With more rows op(B) is used so often that packing it anew costs little. */
  private static final int MOST_ROWS = 512;

  /** Enough for the cores of a usual machine. */
  private static final int MOST_TILES = 8;

  private final PackedFactor packedA;
  private final TileGrid grid;

  private RepeatedProduct(
      ProductShape shape, Factor left, Factor right, PackedMatrix matrix, ProductScratch scratch) {
    super(shape, right, matrix, scratch);
    packedA = ProductLayout.left(shape, left, scratch, false);
    int rows = TileGrid.roundUp(TileGrid.divideUp(shape.m(), MOST_TILES), scratch.rowStep());
    grid = new TileGrid(rows, shape.n(), TileGrid.divideUp(shape.m(), rows), 1, 1);
  }

  /** Whether a product can be computed in this way, and is then faster. */
  public static boolean suits(
      ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
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

  /** Prepares a product over strips that others read as well; the scratch grows. */
  public static RepeatedProduct of(
      ProductShape shape, Factor left, Factor right, PackedMatrix matrix, ProductScratch scratch) {
    RepeatedProduct product = new RepeatedProduct(shape, left, right, matrix, scratch);
    scratch.reserve(product.need());
    return product;
  }

  /** What preparing a product would make the scratch grow to. */
  public static ScratchNeed need(
      ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    return new RepeatedProduct(shape, left, right, null, scratch).need();
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
  int piecesOfA() {
    return 0;
  }

  @Override
  void packA(int piece, int thread) {
    throw new IllegalStateException("Each tile packs op(A) for itself");
  }

  @Override
  boolean firstByTeam() {
    return packs();
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
    PanelProduct product = scratch.panels[thread];
    product.a = scratch.tileA[thread];
    packedA.pack(0, tile.row, tile.rows, depth, product.a, scratch.strips[thread]);
    product.aOffset = packedA.offset(0, tile.row, 0, depth);
    product.aFirstStrip = 0;
    product.aStripStride = packedA.stripStride(depth);
    product.aOfRows = packedA.ofRows();
    product.aPhases = 1;
    product.aParts = null;
    product.b = matrix.strips;
    product.bOffset = packedB.offset(0, 0, 0, depth);
    product.bStripStride = packedB.stripStride(depth);
    product.c = tile.values;
    product.cOffset = tile.offset;
    product.cStride = tile.stride;
    product.rows = tile.rows;
    product.columns = tile.columns;
    product.depth = length(depth);
    product.adds = depth > 0;
    scratch.kernels[thread].multiply(product);
  }
}
