package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * A product of small inner extent, both factors of which lie in lines along C's axes (the gradient
 * of weights of a small batch): nothing is packed, and C is written once, row by row, so that it is
 * as long as the memory takes to receive C.
 */
final class OuterProduct extends UnpackedProduct {
  /** With more depth it pays to pack both factors and to keep sums in registers. */
  private static final int MOST_DEPTH = 8;

  /**
   * A smaller C is not written to memory: then sums in registers are faster, see {@link
   * NearProduct}.
   */
  private static final int NUMBERS_IN_CACHE = 4096;

  /** With fewer columns a row is no run of memory worth its beginning. */
  private static final int LEAST_COLUMNS = 32;

  /** Columns of a tile: as many as the first-level cache holds of a row of C and some of B. */
  private static final int MOST_COLUMNS = 4096;

  /**
   * Numbers of a tile: long runs of memory, but a second-level cache keeps them for the epilogue.
   */
  private static final int MOST_NUMBERS = 1 << 17;

  private static final int LEAST_NUMBERS = 1 << 12;

  /** Tiles that keep any number of threads busy; beyond, they grow. */
  private static final int ENOUGH_TILES = 64;

  /** What writing a number of C takes, in multiply-adds. */
  private static final int WRITING_COST = 8;

  private final StridedFactor left;
  private final TileGrid grid;
  private final boolean shared;

  OuterProduct(
      ProductShape shape, StridedFactor left, StridedFactor right, ProductScratch scratch) {
    super(shape, right, scratch);
    this.left = left;
    long numbersOfC = (long) shape.m() * shape.n() * shape.batch();
    shared = numbersOfC * Math.max(shape.k(), WRITING_COST) >= LEAST_SHARED_WORK;
    int columns = Math.min(MOST_COLUMNS, shape.n());
    long numbers = Math.max(LEAST_NUMBERS, Math.min(MOST_NUMBERS, numbersOfC / ENOUGH_TILES));
    int rows = Math.min(shape.m(), Math.max(1, (int) numbers / columns));
    grid =
        new TileGrid(
            rows,
            columns,
            TileGrid.divideUp(shape.m(), rows),
            TileGrid.divideUp(shape.n(), columns),
            shape.batch());
  }

  /** Whether a product is computed in this way. */
  static boolean suits(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    return scratch.inPlaceKernels.length > 0
        && right instanceof StridedFactor b
        && b.linesAreNeighbours()
        && left instanceof StridedFactor a
        && a.linesAreNeighbours()
        && shape.k() <= MOST_DEPTH
        && shape.m() * shape.n() > NUMBERS_IN_CACHE
        && shape.n() >= LEAST_COLUMNS;
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    return new ScratchNeed(0, 0, 0, 0, grid.rows() * grid.columns());
  }

  @Override
  int firstPieces() {
    return 0;
  }

  @Override
  boolean firstByTeam() {
    return false;
  }

  @Override
  void runFirst(int piece, int thread) {
    throw new IllegalStateException("An outer product has no first pieces, asked for " + piece);
  }

  /** From the largest of both factors, which have fewer numbers than C by far. */
  @Override
  public boolean staysFinite() {
    double largest = (double) largest(left, shape.m()) * largest(right, shape.n());
    // The half of it is for what sums are rounded up.
    return shape.k() * largest < Float.MAX_VALUE / 2;
  }

  private float largest(StridedFactor factor, int lines) {
    float largest = 0;
    for (int matrix = 0; matrix < shape.batch(); matrix++) {
      for (int depth = 0; depth < shape.k(); depth++) {
        int from = factor.at(matrix, 0, depth);
        float magnitude = scratch.inPlaceKernels[0].magnitude(factor.values(), from, from + lines);
        largest = Math.max(largest, magnitude);
      }
    }
    return largest;
  }

  @Override
  public String variant() {
    return String.format("tile %d×%d, A and B in place", grid.rows(), grid.columns());
  }

  @Override
  public boolean shared() {
    return shared;
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    InPlaceProduct product = bind(tile, depth, thread);
    product.a = left.values();
    product.aOffset = left.at(tile.matrix, tile.row, depth);
    product.aStride = left.stride();
    scratch.inPlaceKernels[thread].outer(product);
  }
}
