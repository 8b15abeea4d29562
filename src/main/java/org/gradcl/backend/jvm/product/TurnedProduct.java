package org.gradcl.backend.jvm.product;

import static org.gradcl.backend.jvm.product.TileGrid.divideUp;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * A product with some tens of rows, whose rows of op(B) are lines of neighbours (the gradient of a
 * wide layer's input, B stored k × n): B is read where it lies, once, and a packed strip of op(A)
 * is multiplied with each of its numbers. What that yields is C turned.
 *
 * <p>Blocks of the inner extent are summed apart, each from rows of B that follow each other in
 * memory, and then added up in their order.
 */
final class TurnedProduct extends UnpackedProduct {
  private static final int LEAST_ROWS = 17;
  private static final int MOST_ROWS = 64;

  /** How full strips of rows must be: what is empty of them is multiplied, too. */
  private static final double LEAST_SHARE = 0.875;

  private static final int LEAST_COLUMNS = 128;

  /** Of a smaller op(B) for each row it takes less to pack it than to have sums in memory. */
  private static final int LEAST_NUMBERS_A_ROW = 1 << 15;

  /** Numbers of C that are summed together: an eighth of a second-level cache. */
  private static final int SUMS = 16 * 1024;

  /** Pieces that keep any number of threads busy. */
  private static final int ENOUGH_PIECES = 16;

  private final PackedFactor packedA;
  private final TileGrid grid;
  private final int width;
  private final int strips;
  private final int blocks;
  private final int tilesTogether;

  TurnedProduct(ProductShape shape, Factor left, StridedFactor right, ProductScratch scratch) {
    super(shape, right, scratch);
    width = scratch.columnStep();
    strips = divideUp(shape.m(), width);
    packedA = new PackedFactor(shape, left, shape.m(), width, false);
    blocks = divideUp(shape.k(), DEPTH_BLOCK);
    int columns = Math.max(LEAST_COLUMNS, SUMS / (strips * width));
    while (columns > LEAST_COLUMNS && pieces(columns) < ENOUGH_PIECES) {
      columns /= 2;
    }
    columns = Math.min(columns, shape.n());
    grid = new TileGrid(shape.m(), columns, 1, divideUp(shape.n(), columns), shape.batch());
    tilesTogether = (int) Math.min(grid.across(), Math.max(1, pieces(columns) / ENOUGH_PIECES));
  }

  private long pieces(int columns) {
    return (long) shape.batch() * blocks * divideUp(shape.n(), columns);
  }

  /** Whether a product is computed in this way. */
  static boolean suits(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    int width = scratch.columnStep();
    int linesOfStrips = TileGrid.roundUp(shape.m(), width);
    return scratch.inPlaceKernels.length > 0
        && right instanceof StridedFactor b
        && b.linesAreNeighbours()
        && !left.readByWindows()
        && shape.m() >= LEAST_ROWS
        && shape.m() <= MOST_ROWS
        && shape.m() >= LEAST_SHARE * linesOfStrips
        && shape.n() >= LEAST_COLUMNS
        && (long) shape.n() * shape.k() >= (long) LEAST_NUMBERS_A_ROW * shape.m();
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    int sums = Math.multiplyExact(blocks, floatsOfBlock());
    return new ScratchNeed(sums, 0, packedA.floatsInTile(shape.m()), 0, shape.m() * grid.columns());
  }

  private int floatsOfStrip() {
    return width * grid.columns();
  }

  private int floatsOfBlock() {
    return Math.multiplyExact(grid.tiles(), strips * floatsOfStrip());
  }

  private int sumsOf(int block, int tile) {
    return block * floatsOfBlock() + tile * strips * floatsOfStrip();
  }

  private int groups() {
    return divideUp(grid.across(), tilesTogether);
  }

  /** A piece is some tiles of a block of the inner extent. */
  @Override
  int firstPieces() {
    return shape.batch() * blocks * groups();
  }

  @Override
  boolean firstByTeam() {
    return true;
  }

  @Override
  void runFirst(int piece, int thread) {
    int matrix = piece / (blocks * groups());
    int depth = piece / groups() % blocks * DEPTH_BLOCK;
    int first = piece % groups() * tilesTogether;
    float[] a = scratch.tileA[thread];
    packedA.pack(matrix, 0, shape.m(), depth, a, scratch.strips[thread]);
    Tile tile = scratch.tiles[thread];
    for (int i = first; i < Math.min(first + tilesTogether, grid.across()); i++) {
      grid.place(tile, matrix * grid.across() + i, shape);
      tile.values = scratch.sharedA;
      tile.offset = sumsOf(depth / DEPTH_BLOCK, tile.number);
      tile.stride = floatsOfStrip();
      InPlaceProduct product = bind(tile, depth, thread);
      product.a = a;
      product.aOffset = 0;
      product.aStride = packedA.stripStride(depth);
      product.width = width;
      scratch.inPlaceKernels[thread].turned(product);
    }
  }

  @Override
  public String variant() {
    return String.format(
        "tile %d×%d, B in place, turned, %d sums of each", grid.rows(), grid.columns(), blocks);
  }

  @Override
  public boolean shared() {
    return true;
  }

  /** All blocks at the first: they are there. */
  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    if (depth > 0) {
      return;
    }
    int sums = sumsOf(0, tile.number);
    int count = strips * floatsOfStrip();
    scratch.inPlaceKernels[thread].addBlocks(scratch.sharedA, sums, floatsOfBlock(), count, blocks);
    turn(scratch.sharedA, sums, floatsOfStrip(), width, tile);
  }
}
