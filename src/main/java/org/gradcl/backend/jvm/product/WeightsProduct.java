package org.gradcl.backend.jvm.product;

/**
 * A product whose op(B), weights of a state, stays packed in strips that other products read as
 * well, as long as the weights are the same.
 */
public abstract class WeightsProduct extends Product {
  final PackedFactor packedB;
  final PackedMatrix matrix;
  private long version;
  private boolean packs;

  WeightsProduct(ProductShape shape, Factor right, PackedMatrix matrix, ProductScratch scratch) {
    super(shape, scratch);
    this.matrix = matrix;
    packedB = strips(shape, right, scratch);
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

  /** Pieces in which what several tiles read of op(A) is packed. */
  abstract int piecesOfA();

  /** Packs such a piece. */
  abstract void packA(int piece, int thread);

  /** Whether op(B) is packed in the next run. */
  final boolean packs() {
    return packs;
  }

  private int piecesOfB() {
    return packs ? packedB.pieces() : 0;
  }

  @Override
  final int firstPieces() {
    return piecesOfB() + piecesOfA();
  }

  @Override
  final void runFirst(int piece, int thread) {
    int ofB = piecesOfB();
    if (piece < ofB) {
      packedB.packPiece(piece, matrix.strips, scratch.strips[thread]);
    } else {
      packA(piece - ofB, thread);
    }
  }

  @Override
  final void firstIsDone() {
    matrix.packed(version);
  }
}
