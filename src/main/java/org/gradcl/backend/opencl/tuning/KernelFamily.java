package org.gradcl.backend.opencl.tuning;

/**
 * Kernels that share a body and its macros. The word is the name of the body's file, of its rows in
 * the table of variants, and of its benchmark.
 */
public enum KernelFamily {
  /** The matrix product for GPUs: tiles of C in registers. */
  PRODUCT_TILE("product_tile"),
  /** The matrix product for GPUs where C has few rows or columns. */
  PRODUCT_SKINNY("product_skinny"),
  /** The matrix product for GPUs by tensor cores, in three products of TF32. */
  PRODUCT_TENSOR("product_tensor"),
  /** The matrix product for CPU devices: packed panels. */
  MATMUL_PACKED("matmul_packed"),
  /** The matrix product for CPU devices where a few rows meet a large matrix. */
  MATMUL_STREAMED("matmul_streamed"),
  /** Maps, column sums and the update. */
  MAP("map"),
  /** Row programs. */
  ROW("row");

  private final String word;

  KernelFamily(String word) {
    this.word = word;
  }

  /** The word, such as {@code matmul_packed}. */
  public String word() {
    return word;
  }
}
