package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * A product with few rows, which reads op(B) once and where it lies: it is as long as the memory
 * takes to deliver op(B).
 *
 * <p>Where the numbers of a column of op(B) are neighbours (a forward product, B stored n × k),
 * op(A) is packed once. Where those of a row are (the gradient of a layer's input, B stored k × n),
 * op(A) is read where it lies, too.
 */
final class FewRowsProduct extends Product {
  /** With more rows it pays to pack what is read by lines. */
  private static final int MOST_ROWS_BY_LINES = 64;

  /** With more rows it pays to pack neighbours, whose sums are in memory. */
  private static final int MOST_ROWS_BY_NEIGHBOURS = 16;

  /** What waiting for a number of B takes, in multiply-adds. */
  private static final int READING_COST = 8;

  /** Columns of a tile: long runs of memory, and pieces enough for all threads. */
  private static final int MOST_COLUMNS = 512;

  private static final int LEAST_COLUMNS = 32;
  private static final int ENOUGH_TILES = 8;

  private final StridedFactor left;
  private final StridedFactor right;
  private final PackedFactor packedA;
  private final TileGrid grid;
  private final boolean shared;

  FewRowsProduct(ProductShape shape, Factor left, StridedFactor right, ProductScratch scratch) {
    super(shape, scratch);
    this.right = right;
    int rowStep = scratch.inPlaceKernels[0].rowStep();
    if (right.linesAreNeighbours()) {
      this.left = (StridedFactor) left;
      packedA = null;
    } else {
      this.left = null;
      packedA = new PackedFactor(shape, left, shape.m(), rowStep, true);
    }
    long numbersOfB = (long) shape.n() * shape.k() * shape.batch();
    shared = numbersOfB * Math.max(shape.m(), READING_COST) >= LEAST_SHARED_WORK;
    int most = Math.min(MOST_COLUMNS, scratch.inPlaceKernels[0].mostNeighbours() / shape.m());
    int columns = most / rowStep * rowStep;
    while (shared
        && columns > LEAST_COLUMNS
        && (long) shape.batch() * TileGrid.divideUp(shape.n(), columns) < ENOUGH_TILES) {
      columns = TileGrid.roundUp(columns / 2, rowStep);
    }
    columns = Math.min(columns, shape.n());
    grid =
        new TileGrid(shape.m(), columns, 1, TileGrid.divideUp(shape.n(), columns), shape.batch());
  }

  /** Whether a product is computed in this way. */
  static boolean suits(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    if (scratch.inPlaceKernels.length == 0 || !(right instanceof StridedFactor b)) {
      return false;
    }
    if (!b.linesAreNeighbours()) {
      return shape.m() <= MOST_ROWS_BY_LINES;
    }
    return shape.m() <= MOST_ROWS_BY_NEIGHBOURS
        && left instanceof StridedFactor a
        && !a.linesAreNeighbours();
  }

  @Override
  TileGrid grid() {
    return grid;
  }

  @Override
  ScratchNeed need() {
    return new ScratchNeed(
        packedA == null ? 0 : packedA.sharedFloats(), 0, 0, 0, shape.m() * grid.columns());
  }

  @Override
  int packedPieces() {
    return packedA == null ? 0 : packedA.pieces();
  }

  @Override
  boolean packedByTeam() {
    return (long) shape.m() * shape.k() * shape.batch() * PACKING_COST >= LEAST_SHARED_WORK;
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
  void pack(int piece, int thread) {
    packedA.packPiece(piece, scratch.sharedA, scratch.strips[thread]);
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    InPlaceProduct product = scratch.inPlaceProducts[thread];
    product.b = right.values();
    product.bOffset = right.at(tile.matrix, tile.column, depth);
    product.bStride = right.stride();
    product.c = tile.values;
    product.cOffset = tile.offset;
    product.cStride = tile.stride;
    product.rows = tile.rows;
    product.columns = tile.columns;
    product.depth = length(depth);
    product.adds = depth > 0;
    if (packedA == null) {
      product.a = left.values();
      product.aOffset = left.at(tile.matrix, 0, depth);
      product.aStride = left.stride();
      scratch.inPlaceKernels[thread].neighbours(product);
    } else {
      product.a = scratch.sharedA;
      product.aOffset = packedA.offset(tile.matrix, 0, 0, depth);
      product.aStride = packedA.stripStride(depth);
      scratch.inPlaceKernels[thread].lines(product);
    }
  }
}
