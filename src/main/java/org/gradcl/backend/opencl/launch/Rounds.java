package org.gradcl.backend.opencl.launch;

import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.PackedBlocks;

/**
 * Upper bounds of the rounds that all loops of one work-item make, counted in the kernels' text:
 * some drivers end them after so many, {@link
 * org.gradcl.backend.opencl.discovery.DeviceProperties#mostLoopRounds}. The round that finds the
 * end of a loop counts, too.
 */
final class Rounds {
  /** Those of loops that every kernel has: reductions in a group, the words of a record. */
  private static final long ALWAYS = 100;

  /** Terms of a part of a sum, as {@code common.clh} has it. */
  static final int SUM_TERMS = 256;

  private Rounds() {}

  /** A work-group that visits so many elements, which lie in so many rows. */
  static long ofElements(long elements, long rows, KernelVariant variant) {
    int width = variant.macro("VECTOR_WIDTH");
    long visits = ceilDivide(elements, (long) variant.localSize() * width);
    // Each row and each part of a sum begins a loop anew, and ends it number by number.
    return ALWAYS + 2 * visits + (rows + 1) * (width + 2);
  }

  /** A work-group that visits so many rows so many times. */
  static long ofRows(long rows, int times, int columns, KernelVariant variant) {
    return ALWAYS + rows * (1 + times * (ofElements(columns, 1, variant) - ALWAYS));
  }

  /** A work-group that adds up so many columns. */
  static long ofColumnSums(int rows, long columns, KernelVariant variant) {
    int width = variant.macro("VECTOR_WIDTH");
    long sums = ceilDivide(columns, (long) variant.localSize() * width) + width;
    // Each part takes a round of the outer loop and one that ends the inner loop.
    return ALWAYS + sums * (rows + 2 * (rows / SUM_TERMS) + 4);
  }

  /** The body {@code matmul}. */
  static long ofTiles(Extents extents, KernelVariant variant) {
    int tileM = variant.macro("TILE_M");
    int tileN = variant.macro("TILE_N");
    int tileK = variant.macro("TILE_K");
    int strip = variant.macro("STRIP_ROWS");
    long copies =
        ceilDivide((long) tileM * tileK, variant.localSize())
            + ceilDivide((long) tileN * tileK, variant.localSize());
    long stores = 2 + ceilDivide((long) strip * tileN, variant.localSize());
    return ALWAYS
        + ceilDivide(extents.k(), tileK) * (1 + copies + 2 + tileK + 1)
        + ceilDivide(tileM, strip) * stores;
  }

  /** The body {@code matmul_packed}. */
  static long ofBlocks(
      Extents extents,
      PackedBlocks blocks,
      boolean packsA,
      boolean rowSums,
      KernelVariant variant) {
    int width = variant.macro("VECTOR_WIDTH");
    int panelColumns = 2 * width;
    int tileRows = variant.macro("TILE_ROWS");
    long k = extents.k();
    long rows = Math.min(blocks.rows(), extents.m());
    long tiles = ceilDivide(rows, tileRows);
    long panels = ceilDivide(Math.min(blocks.columns(), extents.n()), panelColumns);
    long rowBlocks = ceilDivide(rows, variant.macro("ROW_BLOCK"));
    long depths = ceilDivide(k, variant.macro("K_BLOCK"));
    long packing = packsA ? tiles * (k + 2) + k * (tileRows + 1) : 0;
    // A whole panel takes a round a row of op(B) at most, the last one two a number.
    packing += rowBlocks * panels * (k + (depths + 10) * panelColumns);
    packing += rowBlocks * k * 2 * panelColumns;
    long sums = rowSums ? tiles * (k + 2 * depths + 2) : 0;
    long multiplying = tiles * panels * (k + 2 * depths) + rowBlocks * panels * (2 * depths + 2);
    long storing = rows * (5 * panels + width + 2) + rowBlocks * panels;
    return ALWAYS + packing + sums + multiplying + storing;
  }

  private static long ceilDivide(long a, long b) {
    return (a + b - 1) / b;
  }
}
