package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.FLOATS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/** Eight rows of A times one vector of columns of B, both where they lie. */
final class EightRowsInPlace {
  /** The number of rows. */
  static final int ROWS = 8;

  private EightRowsInPlace() {}

  /**
   * The products of eight rows with one vector; {@code sums} takes them row by row.
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
    int fifth = fourth + aStride;
    int sixth = fifth + aStride;
    int seventh = sixth + aStride;
    int eighth = seventh + aStride;
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector c3 = FloatVector.zero(FLOATS);
    FloatVector c4 = FloatVector.zero(FLOATS);
    FloatVector c5 = FloatVector.zero(FLOATS);
    FloatVector c6 = FloatVector.zero(FLOATS);
    FloatVector c7 = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      int ai = p * aStep;
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bOffset + p * bStride);
      c0 = b0.fma(FloatVector.broadcast(FLOATS, a[aOffset + ai]), c0);
      c1 = b0.fma(FloatVector.broadcast(FLOATS, a[second + ai]), c1);
      c2 = b0.fma(FloatVector.broadcast(FLOATS, a[third + ai]), c2);
      c3 = b0.fma(FloatVector.broadcast(FLOATS, a[fourth + ai]), c3);
      c4 = b0.fma(FloatVector.broadcast(FLOATS, a[fifth + ai]), c4);
      c5 = b0.fma(FloatVector.broadcast(FLOATS, a[sixth + ai]), c5);
      c6 = b0.fma(FloatVector.broadcast(FLOATS, a[seventh + ai]), c6);
      c7 = b0.fma(FloatVector.broadcast(FLOATS, a[eighth + ai]), c7);
    }
    c0.intoArray(sums, 0);
    c1.intoArray(sums, LANES);
    c2.intoArray(sums, 2 * LANES);
    c3.intoArray(sums, 3 * LANES);
    c4.intoArray(sums, 4 * LANES);
    c5.intoArray(sums, 5 * LANES);
    c6.intoArray(sums, 6 * LANES);
    c7.intoArray(sums, 7 * LANES);
  }
}
