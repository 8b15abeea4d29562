package org.gradcl.backend.jvm.product;

/**
 * Floats of {@link ProductScratch} that a product needs. Immutable.
 *
 * @param sharedA for op(A) in strips, where several tiles read it
 * @param sharedB for op(B) in strips, where several tiles read it
 * @param tileA for the block of op(A) that a tile has packed for itself, in each thread
 * @param tileB for the block of op(B) that a tile has packed for itself, in each thread
 * @param tile for a tile of C, in each thread
 */
public record ScratchNeed(int sharedA, int sharedB, int tileA, int tileB, int tile) {
  /** No need. */
  public static final ScratchNeed NONE = new ScratchNeed(0, 0, 0, 0, 0);

  /** What serves both, one after the other. */
  public ScratchNeed max(ScratchNeed other) {
    return new ScratchNeed(
        Math.max(sharedA, other.sharedA),
        Math.max(sharedB, other.sharedB),
        Math.max(tileA, other.tileA),
        Math.max(tileB, other.tileB),
        Math.max(tile, other.tile));
  }

  /** Bytes of it for a number of threads. */
  long bytes(int threads) {
    long ofAThread = (long) tileA + tileB + tile;
    return 4 * ((long) sharedA + sharedB + threads * ofAThread);
  }
}
