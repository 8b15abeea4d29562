package org.gradcl.backend.jvm.product;

import static org.gradcl.backend.jvm.product.TileGrid.divideUp;
import static org.gradcl.backend.jvm.product.TileGrid.roundUp;

/**
 * A product with few rows and a long inner extent of what windows or views read, as the gradient of
 * a convolution's weights: the inner extent is cut into slices. Each is summed apart, by a thread
 * that packs all columns of an image after the other while it is in a near cache; tiles of C would
 * each go through all images. Then the slices are added up in their order.
 *
 * <p>Slices depend on the shape alone.
 */
final class SlicedProduct extends Product {
  private static final int MOST_ROWS = 64;
  private static final int LEAST_DEPTH = 4096;

  /** So that what is summed stays in the second-level cache. */
  private static final int MOST_NUMBERS = 128 * 1024;

  /** So many that indices are looked up seldom, and few enough for the second-level cache. */
  private static final int PACKED_COLUMNS = 128;

  /** Enough pieces for the cores of a usual machine to end at about the same time. */
  private static final int ENOUGH_PIECES = 16;

  private final PackedFactor packedA;
  private final PackedFactor packedB;
  private final PanelLoops loops;
  private final TileGrid grid;
  private final TileGrid sums;
  private final int packedColumns;
  private final int sliceDepth;
  private final int slices;

  SlicedProduct(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    super(shape, scratch);
    int step = scratch.columnStep();
    packedA = ProductLayout.left(shape, left, scratch, false);
    packedB = new PackedFactor(shape, right, shape.n(), step, false);
    loops = new PanelLoops(shape, packedA, packedB, scratch);
    grid = TileGrid.of(shape, scratch.rowStep(), step, true);
    packedColumns = roundUp(PACKED_COLUMNS, step);
    int parts = divideUp(shape.n(), MOST_NUMBERS / shape.m());
    int columns = roundUp(divideUp(shape.n(), parts), step);
    int across = divideUp(shape.n(), columns);
    sums = new TileGrid(shape.m(), columns, 1, across, 1);
    int blocks = divideUp(shape.k(), DEPTH_BLOCK);
    sliceDepth = divideUp(blocks, divideUp(ENOUGH_PIECES, across)) * DEPTH_BLOCK;
    slices = divideUp(shape.k(), sliceDepth);
  }

  /** Whether a product is computed in this way. */
  static boolean suits(ProductShape shape, Factor left, Factor right) {
    return (isGathered(left) || isGathered(right))
        && shape.m() <= MOST_ROWS
        && shape.k() >= LEAST_DEPTH
        && shape.batch() == 1;
  }

  /** Windows that never leave their axes are views. */
  private static boolean isGathered(Factor factor) {
    return !(factor instanceof StridedFactor);
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    return new ScratchNeed(
        Math.multiplyExact(slices, floatsOfSlice()),
        0,
        packedA.floatsInTile(shape.m()),
        packedB.floatsInTile(packedColumns),
        Math.multiplyExact(grid.rows(), grid.columns()));
  }

  private int floatsOfSlice() {
    return Math.multiplyExact(shape.m(), shape.n());
  }

  /** A piece is some columns of a slice. */
  @Override
  int firstPieces() {
    return slices * sums.tiles();
  }

  @Override
  boolean firstByTeam() {
    return true;
  }

  @Override
  void runFirst(int piece, int thread) {
    Tile tile = scratch.tiles[thread];
    int slice = piece / sums.tiles();
    sums.place(tile, piece % sums.tiles(), shape);
    tile.values = scratch.sharedA;
    tile.offset = slice * floatsOfSlice() + tile.column;
    tile.stride = shape.n();
    int first = slice * sliceDepth;
    int end = Math.min(first + sliceDepth, shape.k());
    for (int depth = first; depth < end; depth += DEPTH_BLOCK) {
      loops.sum(tile, depth, packedColumns, depth > first, thread);
    }
  }

  @Override
  public String variant() {
    return String.format("tile %d×%d, %d slices", grid.rows(), grid.columns(), slices);
  }

  @Override
  public boolean shared() {
    return true;
  }

  /** Adds a slice, at its first block. */
  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    if (depth % sliceDepth != 0) {
      return;
    }
    int slice = depth / sliceDepth * floatsOfSlice();
    takeSums(tile, slice + tile.row * shape.n() + tile.column, shape.n(), depth > 0);
  }
}
