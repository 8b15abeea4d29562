package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * A product with few rows whose columns of op(B) are lines of neighbours (a forward product, B
 * stored n × k): B is read once and where it lies, and op(A) is packed once, or not at all if it is
 * a line itself.
 */
final class LinesProduct extends UnpackedProduct {
  /** With more rows it pays to pack op(B). */
  private static final int MOST_ROWS = 64;

  private final Factor left;
  private final PackedFactor packedA;
  private final int width;
  private final TileGrid grid;
  private final boolean shared;

  /** Whether sums of blocks are added up turned: where there are several. */
  private final boolean turned;

  LinesProduct(ProductShape shape, Factor left, StridedFactor right, ProductScratch scratch) {
    super(shape, right, scratch);
    this.left = left;
    boolean line = left instanceof StridedFactor a && !a.linesAreNeighbours();
    int suits = scratch.inPlaceKernels[0].stripWidth(shape.m());
    width = suits == 1 && !line ? scratch.inPlaceKernels[0].stripWidth(2) : suits;
    packedA = width == 1 ? null : new PackedFactor(shape, left, shape.m(), width, true);
    shared = readingIsShared(shape);
    grid = gridOfLines(shared);
    turned = width > 1 && shape.k() > DEPTH_BLOCK;
  }

  /** Whether a product is computed in this way. */
  static boolean suits(ProductShape shape, Factor right, ProductScratch scratch) {
    return scratch.inPlaceKernels.length > 0
        && right instanceof StridedFactor b
        && !b.linesAreNeighbours()
        && shape.m() <= MOST_ROWS;
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    int packed = packedA == null ? 0 : packedA.sharedFloats();
    int sums = turned ? TileGrid.roundUp(shape.m(), width) * grid.columns() : 0;
    return new ScratchNeed(packed, 0, sums, 0, shape.m() * grid.columns());
  }

  @Override
  int firstPieces() {
    return packedA == null ? 0 : packedA.pieces();
  }

  @Override
  boolean firstByTeam() {
    return (long) shape.m() * shape.k() * shape.batch() * PACKING_COST >= LEAST_SHARED_WORK;
  }

  @Override
  void runFirst(int piece, int thread) {
    packedA.packPiece(piece, scratch.sharedA, scratch.strips[thread]);
  }

  @Override
  public String variant() {
    return String.format(
        "tile %d×%d, B in place, %s packed once",
        grid.rows(), grid.columns(), packedA == null ? "nothing" : "A");
  }

  @Override
  public boolean shared() {
    return shared;
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    InPlaceProduct product = bind(tile, depth, thread);
    product.width = width;
    if (packedA == null) {
      StridedFactor line = (StridedFactor) left;
      product.a = line.values();
      product.aOffset = line.at(tile.matrix, 0, depth);
      product.aStride = 0;
    } else {
      product.a = scratch.sharedA;
      product.aOffset = packedA.offset(tile.matrix, 0, 0, depth);
      product.aStride = packedA.stripStride(depth);
    }
    product.adds = depth > 0;
    if (!turned) {
      scratch.inPlaceKernels[thread].lines(product);
      return;
    }
    float[] sums = scratch.tileA[thread];
    int stripStride = width * grid.columns();
    product.cIsTurned = true;
    product.c = sums;
    product.cOffset = 0;
    product.cStride = stripStride;
    scratch.inPlaceKernels[thread].lines(product);
    if (depth + DEPTH_BLOCK >= shape.k()) {
      turn(sums, 0, stripStride, width, tile);
    }
  }
}
