package org.gradcl.backend.opencl.tuning;

/**
 * The size of a launch.
 *
 * @param m rows
 * @param n columns
 * @param k inner extent of a product, 1 for anything else
 */
public record Extents(int m, int n, int k) {
  /** A domain of rows × columns. */
  public static Extents of(int rows, int columns) {
    return new Extents(rows, columns, 1);
  }

  /** How many pieces of b cover a; a and b positive. */
  static int ceilDivide(int a, int b) {
    return (a + b - 1) / b;
  }
}
