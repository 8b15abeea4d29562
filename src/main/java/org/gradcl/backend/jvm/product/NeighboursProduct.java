package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * A product with few rows whose rows of op(B) are lines of neighbours (the gradient of a layer's
 * input, B stored k × n): both factors are read where they lie, B once.
 *
 * <p>Where the inner extent has several blocks, their sums are taken apart first, each from rows of
 * B that follow each other in memory, and then added up in their order.
 */
final class NeighboursProduct extends UnpackedProduct {
  /** With more rows it pays to pack op(B), since sums are in memory here. */
  private static final int MOST_ROWS = 16;

  /** Columns that are summed together at least: long runs of memory. */
  private static final int LEAST_COLUMNS = 256;

  private static final int ENOUGH_PIECES = 8;

  /** Rows of B that are summed together at least. */
  private static final int LEAST_BLOCK = 16;

  private final StridedFactor left;
  private final TileGrid grid;
  private final int block;
  private final int blocks;
  private final boolean apart;
  private final boolean shared;

  NeighboursProduct(
      ProductShape shape,
      StridedFactor left,
      StridedFactor right,
      SumOrder order,
      ProductScratch scratch) {
    super(shape, right, scratch);
    this.left = left;
    shared = readingIsShared(shape);
    block = shared && order == SumOrder.IN_LANES ? shortBlock(shape.k()) : DEPTH_BLOCK;
    blocks = TileGrid.divideUp(shape.k(), block);
    apart = blocks > 1;
    int step = scratch.inPlaceKernels[0].columnStep();
    int columns = scratch.inPlaceKernels[0].mostNeighbours() / shape.m() / step * step;
    while (shared
        && columns > LEAST_COLUMNS
        && (long) shape.batch() * blocks * TileGrid.divideUp(shape.n(), columns) < ENOUGH_PIECES) {
      columns = TileGrid.roundUp(columns / 2, step);
    }
    columns = Math.min(columns, shape.n());
    int across = TileGrid.divideUp(shape.n(), columns);
    grid = new TileGrid(shape.m(), columns, 1, across, shape.batch());
  }

  /**
   * An eighth of the inner extent: a share of B's rows, those that a thread updates, is read by it.
   */
  private static int shortBlock(int depth) {
    int eighth = TileGrid.roundUp(TileGrid.divideUp(depth, ENOUGH_PIECES), LEAST_BLOCK);
    return Math.min(DEPTH_BLOCK, eighth);
  }

  /** Whether a product is computed in this way. */
  static boolean suits(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    return scratch.inPlaceKernels.length > 0
        && right instanceof StridedFactor b
        && b.linesAreNeighbours()
        && left instanceof StridedFactor a
        && !a.linesAreNeighbours()
        && shape.m() <= MOST_ROWS;
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    int sums = apart ? Math.multiplyExact(blocks, floatsOfBlock()) : 0;
    return new ScratchNeed(sums, 0, 0, 0, shape.m() * grid.columns());
  }

  private int floatsOfBlock() {
    return Math.multiplyExact(grid.tiles(), shape.m() * grid.columns());
  }

  /** A piece is a tile of a block of the inner extent. */
  @Override
  int firstPieces() {
    return apart ? blocks * grid.tiles() : 0;
  }

  @Override
  boolean firstByTeam() {
    return shared;
  }

  @Override
  void runFirst(int piece, int thread) {
    Tile tile = scratch.tiles[thread];
    int number = piece / grid.tiles();
    grid.place(tile, piece % grid.tiles(), shape);
    tile.values = scratch.sharedA;
    tile.offset = sumsOf(number, tile.number);
    tile.stride = grid.columns();
    multiply(tile, number * block, thread);
  }

  private int sumsOf(int block, int tile) {
    return block * floatsOfBlock() + tile * shape.m() * grid.columns();
  }

  @Override
  public String variant() {
    String where = String.format("tile %d×%d, B in place", grid.rows(), grid.columns());
    return apart ? String.format("%s, %d sums of each", where, blocks) : where;
  }

  @Override
  public boolean shared() {
    return shared && !apart;
  }

  @Override
  int depthBlock() {
    return block;
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    if (!apart) {
      multiply(tile, depth, thread);
      return;
    }
    takeSums(tile, sumsOf(depth / block, tile.number), grid.columns(), depth > 0);
  }

  private void multiply(Tile tile, int depth, int thread) {
    InPlaceProduct product = bind(tile, depth, thread);
    product.a = left.values();
    product.aOffset = left.at(tile.matrix, 0, depth);
    product.aStride = left.stride();
    product.adds = false;
    scratch.inPlaceKernels[thread].neighbours(product);
  }
}
