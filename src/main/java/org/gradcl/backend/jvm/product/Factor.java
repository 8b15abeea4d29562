package org.gradcl.backend.jvm.product;

/**
 * The place of a factor of a product: element (i, j) as stored is at {@code offset + i·stride + j},
 * matrices of a batch are {@code batchStride} apart. Set anew for each run, by the one thread that
 * runs it, so that a run allocates nothing.
 */
public final class Factor {
  float[] values;
  int offset;
  int stride;
  int batchStride;

  /** Sets all at once. */
  public void set(float[] values, int offset, int stride, int batchStride) {
    this.values = values;
    this.offset = offset;
    this.stride = stride;
    this.batchStride = batchStride;
  }
}
