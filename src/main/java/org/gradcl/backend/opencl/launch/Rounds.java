package org.gradcl.backend.opencl.launch;

import org.gradcl.backend.opencl.tuning.ColumnCut;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.PackedBlocks;
import org.gradcl.backend.opencl.tuning.ProductChoice;

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

  /** A work-group that adds up columns. */
  static long ofColumnSums(ColumnCut cut, KernelVariant variant) {
    int width = variant.macro("VECTOR_WIDTH");
    long strips = ceilDivide(cut.chunk(), (long) variant.localSize() / cut.lanes() * width);
    long rows = ceilDivide(cut.partRows(), cut.lanes());
    // Each part of a sum takes a round of the outer loop and one that ends the inner loop; lanes
    // are halved until one is left.
    long halvings = 1L + Integer.numberOfTrailingZeros(cut.lanes());
    return ALWAYS + (strips + width) * (rows + 2 * (rows / SUM_TERMS) + 4 + halvings);
  }

  /** A work-group that adds up so many words. */
  static long ofWords(long words, KernelVariant variant) {
    return ALWAYS + ceilDivide(words, variant.localSize()) + 4;
  }

  /** The bodies {@code product_tile}, {@code product_skinny} and {@code product_tensor}. */
  static long ofProduct(ProductChoice choice, int k, int width) {
    KernelVariant variant = choice.group().variant();
    long terms = choice.isSplit() ? Math.min(k, choice.partTerms()) : k;
    long slices = ceilDivide(terms, choice.group().terms());
    if (variant.family() == KernelFamily.PRODUCT_SKINNY) {
      long lanes = variant.macro("K_ITEMS");
      long outputs = (long) choice.group().rows() * choice.group().columns();
      long sums = 1 + ceilDivide(outputs, variant.localSize()) * (lanes + 2);
      return ALWAYS + slices + 1 + sums + lanes + 2;
    }
    if (variant.family() == KernelFamily.PRODUCT_TENSOR) {
      long elements = (long) variant.macro("TILE_M") / 4 * variant.macro("TILE_N");
      long stores = 2 + ceilDivide(elements, (long) variant.localSize() * width);
      return ALWAYS + slices + choice.group().terms() + 1 + 4 * stores;
    }
    int strips = variant.macro("TILE_M") / (4 * variant.macro("REGISTERS"));
    long elements = 4L * variant.macro("REGISTERS") * variant.macro("TILE_N");
    long stores = 2 + ceilDivide(elements, (long) variant.localSize() * width);
    // Whether the loop over a slice is unrolled is for the compiler to say.
    return ALWAYS
        + slices * (variant.macro("TILE_K") + 2)
        + variant.macro("TILE_K")
        + 1
        + strips * stores;
  }

  /** The kernel {@code product_fold}, of so many visits of items. */
  static long ofFold(long visits, int parts, int groups, KernelVariant variant) {
    return ALWAYS + 2 * (ceilDivide(visits, (long) groups * variant.localSize()) * (parts + 1) + 1);
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
