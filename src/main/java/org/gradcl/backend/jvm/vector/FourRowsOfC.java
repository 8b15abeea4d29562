package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.VectorTileKernel.STRIP;
import static org.gradcl.backend.jvm.vector.Width.FLOATS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * {@link FourRows} along the strips of B, each written to where C lies: where the depth is small it
 * takes long to put sums into an array and to fetch them again.
 */
final class FourRowsOfC {
  private FourRowsOfC() {}

  /**
   * C = A·B for four rows and whole strips of B.
   *
   * @param a a strip of A, the first of the rows beginning at {@code a[aOffset]}
   * @param b strips of B, {@code bStripStride} apart
   * @param c rows of C, {@code cStride} apart
   */
  static void put(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStripStride,
      int depth,
      float[] c,
      int cOffset,
      int cStride,
      int strips) {
    for (int strip = 0; strip < strips; strip++) {
      int from = bOffset + strip * bStripStride;
      put(a, aOffset, b, from, depth, c, cOffset + strip * COLUMNS, cStride);
    }
  }

  private static void put(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int depth,
      float[] c,
      int first,
      int cStride) {
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
    int second = first + cStride;
    int third = second + cStride;
    int fourth = third + cStride;
    c00.intoArray(c, first);
    c01.intoArray(c, first + LANES);
    c10.intoArray(c, second);
    c11.intoArray(c, second + LANES);
    c20.intoArray(c, third);
    c21.intoArray(c, third + LANES);
    c30.intoArray(c, fourth);
    c31.intoArray(c, fourth + LANES);
  }
}
