package org.gradcl.backend.jvm.product;

/**
 * The extents of C = op(A) · op(B), where C is m × n and the inner extent is k.
 *
 * @param m rows of C, at least 1
 * @param n columns of C, at least 1
 * @param k inner extent, at least 1
 * @param batch number of such products, at least 1
 */
public record ProductShape(int m, int n, int k, int batch) {

  /** Refuses extents below 1. */
  public ProductShape {
    if (m < 1 || n < 1 || k < 1 || batch < 1) {
      throw new IllegalArgumentException(
          String.format(
              "The extents of a product must be at least 1, found m=%d, n=%d, k=%d, batch=%d",
              m, n, k, batch));
    }
  }

  /** Multiply-adds of all products. */
  public long multiplyAdds() {
    return (long) m * n * k * batch;
  }
}
