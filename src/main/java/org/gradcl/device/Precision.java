package org.gradcl.device;

/**
 * How precisely products of matrices are computed; everything else is computed in float32 in any
 * case.
 */
public enum Precision {
  /** In float32. */
  FLOAT32,

  /**
   * In float32, or, where that is faster, by tensor cores, in three products of TF32 whose sums are
   * taken in float32: as precise as float32 on the whole, with other last bits. It is for NVIDIA's
   * devices of compute capability 8.0, 9.0 and 10.0 (A100, H100, H200, B200) and products of at
   * least 512 rows and columns, of matrices whose rows are multiples of four numbers; others
   * compute {@link #FLOAT32}, and the report of the device says so.
   */
  FLOAT32_TENSOR
}
