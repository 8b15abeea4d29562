package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.arithmetic.TileKernel.ROW_DISTANCE;
import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.Width.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link EightRowsApart} by one vector of columns, as {@link EightNarrowRows}. */
final class EightNarrowRowsApart {
  private EightNarrowRowsApart() {}

  /**
   * A·B for eight rows of a strip of A, the first of which begins at {@code a[aOffset]}, and the
   * first vector of a strip of B, added to what was {@code before}; {@code sums} takes each row at
   * the place that it has beside a second vector.
   */
  static void multiply(
      float[] a, int aOffset, float[] b, int bOffset, int depth, float[] before, float[] sums) {
    FloatVector c0 = FloatVector.fromArray(FLOATS, before, 0);
    FloatVector c1 = FloatVector.fromArray(FLOATS, before, COLUMNS);
    FloatVector c2 = FloatVector.fromArray(FLOATS, before, 2 * COLUMNS);
    FloatVector c3 = FloatVector.fromArray(FLOATS, before, 3 * COLUMNS);
    FloatVector c4 = FloatVector.fromArray(FLOATS, before, 4 * COLUMNS);
    FloatVector c5 = FloatVector.fromArray(FLOATS, before, 5 * COLUMNS);
    FloatVector c6 = FloatVector.fromArray(FLOATS, before, 6 * COLUMNS);
    FloatVector c7 = FloatVector.fromArray(FLOATS, before, 7 * COLUMNS);
    for (int p = 0; p < depth; p++) {
      int ai = aOffset + p;
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bOffset + p * COLUMNS);
      c0 = FloatVector.broadcast(FLOATS, a[ai]).fma(b0, c0);
      c1 = FloatVector.broadcast(FLOATS, a[ai + ROW_DISTANCE]).fma(b0, c1);
      c2 = FloatVector.broadcast(FLOATS, a[ai + 2 * ROW_DISTANCE]).fma(b0, c2);
      c3 = FloatVector.broadcast(FLOATS, a[ai + 3 * ROW_DISTANCE]).fma(b0, c3);
      c4 = FloatVector.broadcast(FLOATS, a[ai + 4 * ROW_DISTANCE]).fma(b0, c4);
      c5 = FloatVector.broadcast(FLOATS, a[ai + 5 * ROW_DISTANCE]).fma(b0, c5);
      c6 = FloatVector.broadcast(FLOATS, a[ai + 6 * ROW_DISTANCE]).fma(b0, c6);
      c7 = FloatVector.broadcast(FLOATS, a[ai + 7 * ROW_DISTANCE]).fma(b0, c7);
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
