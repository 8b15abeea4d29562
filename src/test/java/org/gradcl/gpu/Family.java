package org.gradcl.gpu;

import org.gradcl.plan.MatmulLaunch;

/** Kernels that are held to one set of criteria. */
enum Family {
  /** Products by tiles, of which an item keeps 8×8 elements. */
  TILE_8X8,
  /** Such of 64×64, of which an item fetches four fours a slice, of larger tiles two or three. */
  TILE_64X64,
  /**
   * Products by tiles of 8×8 whose sums begin anew every so many terms: twice as many accumulators.
   */
  TILE_8X8_SUMS,
  /** Products by tiles, of which an item keeps 4×4 elements. */
  TILE_4X4,
  /** Products by tiles, 8×8 elements an item, of operands that are read by views or windows. */
  TILE_GATHERED,
  /** Products by tiles, 4×4 elements an item, of operands that are read by windows. */
  TILE_4X4_WINDOWS,
  /** Products by tiles of operands that are read by windows, number by number. */
  TILE_WINDOWS_SINGLY,
  /** Products by tiles of operands whose rows do not begin at multiples of four floats. */
  TILE_UNALIGNED,
  /** Products by tensor cores. */
  TENSOR,
  /** Products of few rows or columns. */
  SKINNY,
  /** All other kernels. */
  OTHER;

  static Family of(DumpedKernel kernel) {
    if (kernel.isFrom("product_tile.clh")) {
      boolean windows = readsWindows(kernel);
      if (kernel.macro("A_ALIGNED").orElse(1) == 0 || kernel.macro("B_ALIGNED").orElse(1) == 0) {
        return windows ? TILE_WINDOWS_SINGLY : TILE_UNALIGNED;
      }
      if (kernel.macro("REGISTERS").orElseThrow() == 4) {
        return windows ? TILE_4X4_WINDOWS : TILE_4X4;
      }
      if (kernel.macro("A_GATHERED").isPresent() || kernel.macro("B_GATHERED").isPresent()) {
        return TILE_GATHERED;
      }
      if (kernel.macro("SUM_K").orElse(0) > 0) {
        return TILE_8X8_SUMS;
      }
      boolean smallest = kernel.macro("TILE_M").orElseThrow() == 64;
      return smallest && kernel.macro("TILE_N").orElseThrow() == 64 ? TILE_64X64 : TILE_8X8;
    }
    if (kernel.isFrom("product_tensor.clh")) {
      return TENSOR;
    }
    return kernel.isFrom("product_skinny.clh") ? SKINNY : OTHER;
  }

  private static boolean readsWindows(DumpedKernel kernel) {
    return kernel.launch().launch() instanceof MatmulLaunch product
        && !(product.a().windows().isEmpty() && product.b().windows().isEmpty());
  }
}
