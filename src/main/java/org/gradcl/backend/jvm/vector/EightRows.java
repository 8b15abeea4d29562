package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.VectorTileKernel.STRIP;
import static org.gradcl.backend.jvm.vector.Width.FLOATS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Eight rows by two vectors of columns in registers: sixteen sums, so that the processor always has
 * a multiply-add to begin with. Needs more than sixteen registers.
 *
 * <p>The sums are named variables, since the compiler keeps no array of vectors in registers. They
 * leave for fixed places: adding them to C here takes so many addresses that it keeps one sum in
 * memory during the loop, which costs a quarter of the speed. Beyond twelve rows it reaches its
 * limit of nodes and calls a method for each vector.
 */
final class EightRows {
  private EightRows() {}

  /**
   * A·B for eight rows of a strip of A, the first of which begins at {@code a[aOffset]}, and a
   * strip of B; {@code sums} takes it row by row.
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
    FloatVector c40 = FloatVector.zero(FLOATS);
    FloatVector c41 = FloatVector.zero(FLOATS);
    FloatVector c50 = FloatVector.zero(FLOATS);
    FloatVector c51 = FloatVector.zero(FLOATS);
    FloatVector c60 = FloatVector.zero(FLOATS);
    FloatVector c61 = FloatVector.zero(FLOATS);
    FloatVector c70 = FloatVector.zero(FLOATS);
    FloatVector c71 = FloatVector.zero(FLOATS);
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
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[ai + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[ai + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(FLOATS, a[ai + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(FLOATS, a[ai + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    c00.intoArray(sums, 0);
    c01.intoArray(sums, LANES);
    c10.intoArray(sums, 2 * LANES);
    c11.intoArray(sums, 3 * LANES);
    c20.intoArray(sums, 4 * LANES);
    c21.intoArray(sums, 5 * LANES);
    c30.intoArray(sums, 6 * LANES);
    c31.intoArray(sums, 7 * LANES);
    c40.intoArray(sums, 8 * LANES);
    c41.intoArray(sums, 9 * LANES);
    c50.intoArray(sums, 10 * LANES);
    c51.intoArray(sums, 11 * LANES);
    c60.intoArray(sums, 12 * LANES);
    c61.intoArray(sums, 13 * LANES);
    c70.intoArray(sums, 14 * LANES);
    c71.intoArray(sums, 15 * LANES);
  }
}
