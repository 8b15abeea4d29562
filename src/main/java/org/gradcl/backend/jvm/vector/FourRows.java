package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.VectorTileKernel.STRIP;
import static org.gradcl.backend.jvm.vector.Width.FLOATS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Four rows by two vectors of columns in registers: what sixteen registers hold, and what is left
 * over from {@link EightRows}.
 */
final class FourRows {
  private FourRows() {}

  /**
   * A·B for four rows of a strip of A, the first of which begins at {@code a[aOffset]}, and a strip
   * of B; {@code sums} takes it row by row.
   */
  static void multiply(float[] a, int aOffset, float[] b, int bOffset, int depth, float[] sums) {
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    FloatVector c10 = FloatVector.zero(FLOATS);
    FloatVector c11 = FloatVector.zero(FLOATS);
    FloatVector c20 = FloatVector.zero(FLOATS);
    FloatVector c21 = FloatVector.zero(FLOATS);
    FloatVector c30 = FloatVector.zero(FLOATS);
    FloatVector c31 = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      int ai = aOffset + p * STRIP;
      int bi = bOffset + p * COLUMNS;
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bi);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bi + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[ai]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[ai + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[ai + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[ai + 3]);
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
