package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.VectorTileKernel.STRIP;
import static org.gradcl.backend.jvm.vector.Width.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * {@link EightRows} by one vector of columns: where no more are left, half of the multiply-adds of
 * two would be of zeros.
 */
final class EightNarrowRows {
  private EightNarrowRows() {}

  /**
   * A·B for eight rows of a strip of A, the first of which begins at {@code a[aOffset]}, and the
   * first vector of a strip of B; {@code sums} takes each row at the place that it has beside a
   * second vector.
   */
  static void multiply(float[] a, int aOffset, float[] b, int bOffset, int depth, float[] sums) {
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector c3 = FloatVector.zero(FLOATS);
    FloatVector c4 = FloatVector.zero(FLOATS);
    FloatVector c5 = FloatVector.zero(FLOATS);
    FloatVector c6 = FloatVector.zero(FLOATS);
    FloatVector c7 = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      int ai = aOffset + p * STRIP;
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bOffset + p * COLUMNS);
      c0 = FloatVector.broadcast(FLOATS, a[ai]).fma(b0, c0);
      c1 = FloatVector.broadcast(FLOATS, a[ai + 1]).fma(b0, c1);
      c2 = FloatVector.broadcast(FLOATS, a[ai + 2]).fma(b0, c2);
      c3 = FloatVector.broadcast(FLOATS, a[ai + 3]).fma(b0, c3);
      c4 = FloatVector.broadcast(FLOATS, a[ai + 4]).fma(b0, c4);
      c5 = FloatVector.broadcast(FLOATS, a[ai + 5]).fma(b0, c5);
      c6 = FloatVector.broadcast(FLOATS, a[ai + 6]).fma(b0, c6);
      c7 = FloatVector.broadcast(FLOATS, a[ai + 7]).fma(b0, c7);
    }
    c0.intoArray(sums, 0);
    c1.intoArray(sums, COLUMNS);
    c2.intoArray(sums, 2 * COLUMNS);
    c3.intoArray(sums, 3 * COLUMNS);
    c4.intoArray(sums, 4 * COLUMNS);
    c5.intoArray(sums, 5 * COLUMNS);
    c6.intoArray(sums, 6 * COLUMNS);
    c7.intoArray(sums, 7 * COLUMNS);
  }
}
