package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.FLOATS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/** Four rows of A times two vectors of columns of B, both where they lie. */
final class FourRowsInPlace {
  /** The number of rows. */
  static final int ROWS = 4;

  private FourRowsInPlace() {}

  /**
   * The products of four rows with two vectors; {@code sums} takes them row by row.
   *
   * @param a A(i, p), rows {@code aStride} apart and inner indices {@code aStep}
   * @param b B(p, j), rows {@code bStride} apart
   */
  static void multiply(
      float[] a,
      int aOffset,
      int aStride,
      int aStep,
      float[] b,
      int bOffset,
      int bStride,
      int depth,
      float[] sums) {
    int second = aOffset + aStride;
    int third = second + aStride;
    int fourth = third + aStride;
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    FloatVector c10 = FloatVector.zero(FLOATS);
    FloatVector c11 = FloatVector.zero(FLOATS);
    FloatVector c20 = FloatVector.zero(FLOATS);
    FloatVector c21 = FloatVector.zero(FLOATS);
    FloatVector c30 = FloatVector.zero(FLOATS);
    FloatVector c31 = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      int ai = p * aStep;
      int bi = bOffset + p * bStride;
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bi);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bi + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aOffset + ai]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[second + ai]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[third + ai]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[fourth + ai]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(sums, 0);
    c01.intoArray(sums, LANES);
    c10.intoArray(sums, 2 * LANES);
    c11.intoArray(sums, 3 * LANES);
    c20.intoArray(sums, 4 * LANES);
    c21.intoArray(sums, 5 * LANES);
    c30.intoArray(sums, 6 * LANES);
    c31.intoArray(sums, 7 * LANES);
  }
}
