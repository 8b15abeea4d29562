package org.gradcl.gpu;

/** Kernels that are held to one set of criteria. */
enum Family {
  /** Products by tiles, of which an item keeps 8×8 elements. */
  TILE_8X8,
  /** Such whose sums begin anew every so many terms: twice as many accumulators. */
  TILE_8X8_SUMS,
  /** Products by tiles, of which an item keeps 4×4 elements. */
  TILE_4X4,
  /** Products by tiles, 8×8 elements an item, of operands that are read by views or windows. */
  TILE_GATHERED,
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
      if (kernel.macro("A_ALIGNED").orElse(1) == 0 || kernel.macro("B_ALIGNED").orElse(1) == 0) {
        return TILE_UNALIGNED;
      }
      if (kernel.macro("REGISTERS").orElseThrow() == 4) {
        return TILE_4X4;
      }
      if (kernel.macro("A_GATHERED").isPresent() || kernel.macro("B_GATHERED").isPresent()) {
        return TILE_GATHERED;
      }
      return kernel.macro("SUM_K").orElse(0) > 0 ? TILE_8X8_SUMS : TILE_8X8;
    }
    if (kernel.isFrom("product_tensor.clh")) {
      return TENSOR;
    }
    return kernel.isFrom("product_skinny.clh") ? SKINNY : OTHER;
  }
}
