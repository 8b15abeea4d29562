package org.gradcl.backend.opencl.tuning;

import static org.gradcl.backend.opencl.tuning.Extents.ceilDivide;

/**
 * The part of a product that one work-group computes, and what it costs; the counts are those of
 * the kernel files, whose instructions compilers have shown.
 *
 * @param variant the body and its tile
 * @param longA for {@link KernelFamily#PRODUCT_SKINNY}: whether op(A) is the operand that is read
 *     once, so that C has few columns
 * @param rows of C
 * @param columns of C
 * @param terms inner terms of a slice, or of a round
 * @param instructions of a work-item for a slice
 * @param latency cycles that a slice takes beside its instructions
 * @param registers of a work-item
 */
public record ProductGroup(
    KernelVariant variant,
    boolean longA,
    int rows,
    int columns,
    int terms,
    int instructions,
    int latency,
    int registers) {
  /** Loads of a slice wait for the memory, where no slice was fetched ahead. */
  private static final int MEMORY_LATENCY = 600;

  /** A barrier, and local memory before and behind it. */
  private static final int BARRIER_LATENCY = 90;

  /** Multiply-adds of matrices of a warp for a slice: 16 of C, two steps, three products each. */
  private static final int TENSOR_INSTRUCTIONS = 96;

  /**
   * Of one, more than its warp's other instructions take: by data sheets a compute unit of an A100
   * does 512 multiply-adds of TF32 a cycle, of which an instruction has 1,024; newer ones do more.
   */
  private static final int TENSOR_CYCLES = 8;

  /** By ptxas, of 255 that an item can have. */
  private static final int TENSOR_REGISTERS = 248;

  /** The work-group of a variant for a product. */
  static ProductGroup of(KernelVariant variant, ProductExtents extents) {
    return switch (variant.family()) {
      case PRODUCT_TILE -> tile(variant);
      case PRODUCT_SKINNY -> skinny(variant, extents);
      case PRODUCT_TENSOR -> tensor(variant);
      case MATMUL_PACKED, MATMUL_STREAMED, MAP, ROW ->
          throw new IllegalArgumentException(variant.describe() + " is no product for GPUs");
    };
  }

  private static ProductGroup tile(KernelVariant variant) {
    int m = variant.macro("TILE_M");
    int n = variant.macro("TILE_N");
    int k = variant.macro("TILE_K");
    int registers = variant.macro("REGISTERS");
    int fetches = (m + n) * k / 4 / variant.localSize();
    int instructions = k * registers * registers + k * registers / 2 + 11 * fetches + 16;
    return new ProductGroup(
        variant,
        true,
        m,
        n,
        k,
        instructions,
        BARRIER_LATENCY,
        registers * registers + 64 + 4 * (fetches - 2));
  }

  private static ProductGroup tensor(KernelVariant variant) {
    return new ProductGroup(
        variant,
        true,
        variant.macro("TILE_M"),
        variant.macro("TILE_N"),
        KernelVariant.TENSOR_TERMS,
        TENSOR_CYCLES * TENSOR_INSTRUCTIONS,
        BARRIER_LATENCY,
        TENSOR_REGISTERS);
  }

  private static ProductGroup skinny(KernelVariant variant, ProductExtents extents) {
    boolean longA = extents.longA();
    int skinny = variant.macro("SKINNY");
    int lanes = variant.macro("K_ITEMS");
    int lines = 4 * variant.localSize() / lanes;
    int loads = 4 + (extents.longAlongP() && extents.otherAlongP() ? 1 : 4) * skinny;
    return new ProductGroup(
        variant,
        longA,
        longA ? lines : skinny,
        longA ? skinny : lines,
        4 * lanes,
        16 * skinny + 3 * loads + 10,
        MEMORY_LATENCY,
        8 * skinny + 60);
  }

  /** Work-groups for a product. */
  public long count(ProductExtents extents) {
    return (long) extents.batch()
        * ceilDivide(extents.m(), rows)
        * ceilDivide(extents.n(), columns);
  }
}
