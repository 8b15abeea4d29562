package org.gradcl.backend.jvm.product;

import static org.gradcl.backend.jvm.product.TileGrid.divideUp;

/**
 * Floats of {@link ProductScratch} that a product needs. Immutable.
 *
 * @param packedA for op(A) in groups of rows; 0 where it is read in place
 * @param packedB for op(B) in panels
 * @param tile for a tile of C, in each thread
 */
public record ScratchNeed(int packedA, int packedB, int tile) {
  /** No need. */
  public static final ScratchNeed NONE = new ScratchNeed(0, 0, 0);

  static ScratchNeed of(
      ProductShape shape, TileGrid grid, boolean packsA, int rowStep, int columnStep) {
    return new ScratchNeed(
        packsA ? packed(shape, divideUp(shape.m(), rowStep), rowStep) : 0,
        packed(shape, divideUp(shape.n(), columnStep), columnStep),
        Math.multiplyExact(grid.rows(), grid.columns()));
  }

  private static int packed(ProductShape shape, int strips, int width) {
    return Math.multiplyExact(
        Math.multiplyExact(strips, width), Math.multiplyExact(shape.k(), shape.batch()));
  }

  /** What serves both, one after the other. */
  public ScratchNeed max(ScratchNeed other) {
    return new ScratchNeed(
        Math.max(packedA, other.packedA),
        Math.max(packedB, other.packedB),
        Math.max(tile, other.tile));
  }
}
