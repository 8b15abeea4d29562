package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * A product so small that op(B) stays in the first-level cache: both factors are read where they
 * lie, since packing them would take as long as multiplying. Only an op(B) whose columns are lines
 * of neighbours is turned first, and one that is narrower than a vector is widened.
 */
final class NearProduct extends Product {
  /** Half of a first-level cache. */
  private static final int MOST_NUMBERS_OF_B = 4096;

  /** Rows of C for which it pays to turn op(B). */
  private static final int LEAST_ROWS_OF_TURNED = 24;

  /** Numbers of a tile, which the epilogue finds in the first-level cache. */
  private static final int NUMBERS_OF_TILE = 4096;

  /** Rows of a tile are a multiple of this, which the kernel's forms divide. */
  private static final int ROW_STEP = 8;

  private final StridedFactor left;
  private final StridedFactor right;
  private final PackedFactor packedB;
  private final TileGrid grid;

  NearProduct(ProductShape shape, StridedFactor left, StridedFactor right, ProductScratch scratch) {
    super(shape, scratch);
    this.left = left;
    this.right = right;
    int step = scratch.inPlaceKernels[0].columnStep();
    boolean inPlace = right.linesAreNeighbours() && shape.n() >= step;
    packedB =
        inPlace
            ? null
            : new PackedFactor(shape, right, shape.n(), TileGrid.roundUp(shape.n(), step), true);
    int most = Math.max(ROW_STEP, NUMBERS_OF_TILE / shape.n() / ROW_STEP * ROW_STEP);
    int rows = Math.min(shape.m(), most);
    grid = new TileGrid(rows, shape.n(), TileGrid.divideUp(shape.m(), rows), 1, shape.batch());
  }

  /** Whether a product is computed in this way. */
  static boolean suits(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    return scratch.inPlaceKernels.length > 0
        && left instanceof StridedFactor
        && right instanceof StridedFactor b
        && (b.linesAreNeighbours() || shape.m() >= LEAST_ROWS_OF_TURNED)
        && shape.k() <= DEPTH_BLOCK
        && shape.n() * shape.k() <= MOST_NUMBERS_OF_B
        && !isShared(shape);
  }

  /** Whether several threads would pack and multiply it, which is faster than one in place. */
  private static boolean isShared(ProductShape shape) {
    long packed = (long) (shape.m() + shape.n()) * shape.k() * shape.batch();
    return shape.multiplyAdds() + PACKING_COST * packed >= LEAST_SHARED_WORK;
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    int packed = packedB == null ? 0 : packedB.sharedFloats();
    return new ScratchNeed(0, packed, 0, 0, Math.multiplyExact(grid.rows(), grid.columns()));
  }

  @Override
  int firstPieces() {
    return packedB == null ? 0 : packedB.pieces();
  }

  @Override
  boolean firstByTeam() {
    return false;
  }

  @Override
  void runFirst(int piece, int thread) {
    packedB.packPiece(piece, scratch.sharedB, scratch.strips[thread]);
  }

  @Override
  public String variant() {
    return String.format(
        "tile %d×%d, %s", grid.rows(), grid.columns(), packedB == null ? "in place" : "B turned");
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    InPlaceProduct product = scratch.inPlaceProducts[thread];
    product.a = left.values();
    product.aOffset = left.at(tile.matrix, tile.row, depth);
    product.aStride = left.linesAreNeighbours() ? 1 : left.stride();
    product.aStep = left.linesAreNeighbours() ? left.stride() : 1;
    if (packedB == null) {
      product.b = right.values();
      product.bOffset = right.at(tile.matrix, tile.column, depth);
      product.bStride = right.stride();
    } else {
      product.b = scratch.sharedB;
      product.bOffset = packedB.offset(tile.matrix, 0, 0, depth);
      product.bStride = packedB.width();
    }
    product.c = tile.values;
    product.cOffset = tile.offset;
    product.cStride = tile.stride;
    product.rows = tile.rows;
    product.columns = tile.columns;
    product.depth = length(depth);
    scratch.inPlaceKernels[thread].near(product);
  }
}
