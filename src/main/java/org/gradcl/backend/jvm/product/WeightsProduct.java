package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.PanelProduct;

/**
 * A product whose op(B), weights of a state, stays packed in strips that other products read as
 * well, as long as the weights are the same.
 */
public abstract class WeightsProduct extends Product {
  /** Null where op(A) is one row, which is read where it lies. */
  final PackedFactor packedA;

  final PackedFactor packedB;
  final PackedMatrix matrix;
  private long version;
  private boolean packs;

  WeightsProduct(
      ProductShape shape,
      PackedFactor packedA,
      Factor right,
      PackedMatrix matrix,
      ProductScratch scratch) {
    super(shape, scratch);
    this.packedA = packedA;
    this.matrix = matrix;
    packedB = strips(shape, right, scratch);
  }

  /**
   * Whether a product can be computed in this way, and is then faster.
   *
   * @param repeated whether it is one of several of a step, instead of one of several runs
   */
  public static boolean suits(
      ProductShape shape, boolean repeated, Factor left, Factor right, ProductScratch scratch) {
    return repeated
        ? RepeatedProduct.suits(shape, left, right, scratch)
        : KeptProduct.suits(shape, left, right, scratch);
  }

  /** Prepares a product over strips that others may read as well; the scratch grows. */
  public static WeightsProduct of(
      ProductShape shape,
      boolean repeated,
      Factor left,
      Factor right,
      PackedMatrix matrix,
      ProductScratch scratch) {
    WeightsProduct product = choose(shape, repeated, left, right, matrix, scratch);
    scratch.reserve(product.need());
    return product;
  }

  /** What preparing a product would make the scratch grow to. */
  public static ScratchNeed need(
      ProductShape shape, boolean repeated, Factor left, Factor right, ProductScratch scratch) {
    return choose(shape, repeated, left, right, null, scratch).need();
  }

  private static WeightsProduct choose(
      ProductShape shape,
      boolean repeated,
      Factor left,
      Factor right,
      PackedMatrix matrix,
      ProductScratch scratch) {
    return repeated
        ? new RepeatedProduct(shape, left, right, matrix, scratch)
        : new KeptProduct(shape, left, right, matrix, scratch);
  }

  private static PackedFactor strips(ProductShape shape, Factor right, ProductScratch scratch) {
    return new PackedFactor(shape, right, shape.n(), scratch.columnStep(), true);
  }

  /** Floats of the strips of op(B). */
  public static int floats(ProductShape shape, Factor right, ProductScratch scratch) {
    return strips(shape, right, scratch).sharedFloats();
  }

  /**
   * Whether to compute the next run in this way: if op(B) is packed, or worth it.
   *
   * @param of the version of op(B)
   */
  public final boolean isFor(long of) {
    version = of;
    packs = !matrix.holds(of);
    return !packs || isWorthPacking(of);
  }

  /** Whether to pack a version of op(B). */
  abstract boolean isWorthPacking(long ofVersion);

  /** Whether op(B) is packed in the next run. */
  final boolean packs() {
    return packs;
  }

  private int piecesOfB() {
    return packs ? packedB.pieces() : 0;
  }

  @Override
  final int firstPieces() {
    return piecesOfB() + (packedA == null ? 0 : packedA.pieces());
  }

  @Override
  final void runFirst(int piece, int thread) {
    int ofB = piecesOfB();
    if (piece < ofB) {
      packedB.packPiece(piece, matrix.strips, scratch.strips[thread]);
    } else {
      packedA.packPiece(piece - ofB, scratch.sharedA, scratch.strips[thread]);
    }
  }

  @Override
  final void firstIsDone() {
    matrix.packed(version);
  }

  /** What the kernel is told of the rows of a tile at a block of the inner extent. */
  final PanelProduct panel(Tile tile, int depth, int thread) {
    PanelProduct product = scratch.panels[thread];
    product.aStripStride = packedA.stripStride(depth);
    product.aOfRows = packedA.ofRows();
    product.aPhases = 1;
    product.aParts = null;
    product.aOffset = packedA.offset(0, tile.row, 0, depth);
    product.b = matrix.strips;
    product.c = tile.values;
    product.cStride = tile.stride;
    product.rows = tile.rows;
    product.depth = length(depth);
    product.adds = depth > 0;
    return product;
  }
}
