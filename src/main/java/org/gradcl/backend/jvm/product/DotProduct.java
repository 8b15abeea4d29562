package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.InPlaceKernel;
import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * A product with few rows, both of whose factors have the inner extent along their lines (a forward
 * product, B stored n × k): each number of C is the dot product of two lines, summed in the lanes
 * of a vector. B is read where it lies, once, as fast as memory brings it.
 */
final class DotProduct extends UnpackedProduct {
  /** Of a shorter line the sums of lanes take longer to add up than to compute. */
  private static final int LEAST_DEPTH = 64;

  private final StridedFactor left;
  private final boolean shared;
  private final TileGrid grid;

  DotProduct(ProductShape shape, StridedFactor left, StridedFactor right, ProductScratch scratch) {
    super(shape, right, scratch);
    this.left = left;
    shared = readingIsShared(shape);
    grid = gridOfLines(shared);
  }

  /** Whether a product is computed in this way. */
  static boolean suits(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    return scratch.inPlaceKernels.length > 0
        && left instanceof StridedFactor a
        && !a.linesAreNeighbours()
        && right instanceof StridedFactor b
        && !b.linesAreNeighbours()
        && shape.m() <= InPlaceKernel.MOST_ROWS_OF_DOTS
        && shape.k() >= LEAST_DEPTH;
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    int copied = copies() ? Math.multiplyExact(shape.batch(), floatsOfMatrix()) : 0;
    return new ScratchNeed(copied, 0, 0, 0, shape.m() * grid.columns());
  }

  private boolean copies() {
    return shape.m() > 1;
  }

  private int floatsOfMatrix() {
    return Math.multiplyExact(InPlaceKernel.MOST_ROWS_OF_DOTS, shape.k());
  }

  /** A piece is a matrix. */
  @Override
  int firstPieces() {
    return copies() ? shape.batch() : 0;
  }

  @Override
  boolean firstByTeam() {
    return false;
  }

  @Override
  void runFirst(int piece, int thread) {
    scratch.inPlaceKernels[thread].copyRows(
        left.values(),
        left.at(piece, 0, 0),
        left.stride(),
        shape.m(),
        shape.k(),
        scratch.sharedA,
        piece * floatsOfMatrix());
  }

  @Override
  public String variant() {
    return String.format("tile %d×%d, B in place, in lanes", grid.rows(), grid.columns());
  }

  @Override
  public boolean shared() {
    return shared;
  }

  /** Lanes are summed over more of a line than one sum would be. */
  @Override
  int depthBlock() {
    return scratch.inPlaceKernels[0].mostDepthOfDots();
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    InPlaceProduct product = bind(tile, depth, thread);
    if (copies()) {
      product.a = scratch.sharedA;
      product.aOffset = tile.matrix * floatsOfMatrix() + InPlaceKernel.MOST_ROWS_OF_DOTS * depth;
    } else {
      product.a = left.values();
      product.aOffset = left.at(tile.matrix, 0, depth);
    }
    product.adds = depth > 0;
    scratch.inPlaceKernels[thread].dots(product);
  }
}
