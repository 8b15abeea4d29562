package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.FLOATS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Eight lines that lie anywhere, times one row or a strip of one vector: eight sums, so that the
 * processor always has a multiply-add to begin with. {@code sums} takes them line by line.
 */
final class EightLines {
  /** The number of lines. */
  static final int LINES = 8;

  private EightLines() {}

  /**
   * The products of eight lines with one row.
   *
   * @param b the lines, {@code bStride} apart
   * @param a the row
   */
  static void timesRow(
      float[] b, int bOffset, int bStride, float[] a, int aOffset, int depth, float[] sums) {
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    int fifth = fourth + bStride;
    int sixth = fifth + bStride;
    int seventh = sixth + bStride;
    int eighth = seventh + bStride;
    float c0 = 0;
    float c1 = 0;
    float c2 = 0;
    float c3 = 0;
    float c4 = 0;
    float c5 = 0;
    float c6 = 0;
    float c7 = 0;
    int p = 0;
    for (; p + 4 <= depth; p += 4) {
      float a0 = a[aOffset + p];
      float a1 = a[aOffset + p + 1];
      float a2 = a[aOffset + p + 2];
      float a3 = a[aOffset + p + 3];
      c0 = gainFour(c0, a0, a1, a2, a3, b, bOffset + p);
      c1 = gainFour(c1, a0, a1, a2, a3, b, second + p);
      c2 = gainFour(c2, a0, a1, a2, a3, b, third + p);
      c3 = gainFour(c3, a0, a1, a2, a3, b, fourth + p);
      c4 = gainFour(c4, a0, a1, a2, a3, b, fifth + p);
      c5 = gainFour(c5, a0, a1, a2, a3, b, sixth + p);
      c6 = gainFour(c6, a0, a1, a2, a3, b, seventh + p);
      c7 = gainFour(c7, a0, a1, a2, a3, b, eighth + p);
    }
    for (; p < depth; p++) {
      float a0 = a[aOffset + p];
      c0 = Math.fma(a0, b[bOffset + p], c0);
      c1 = Math.fma(a0, b[second + p], c1);
      c2 = Math.fma(a0, b[third + p], c2);
      c3 = Math.fma(a0, b[fourth + p], c3);
      c4 = Math.fma(a0, b[fifth + p], c4);
      c5 = Math.fma(a0, b[sixth + p], c5);
      c6 = Math.fma(a0, b[seventh + p], c6);
      c7 = Math.fma(a0, b[eighth + p], c7);
    }
    sums[0] = c0;
    sums[1] = c1;
    sums[2] = c2;
    sums[3] = c3;
    sums[4] = c4;
    sums[5] = c5;
    sums[6] = c6;
    sums[7] = c7;
  }

  /**
   * One after the other; four together, since the address of a line is worked out once for them.
   */
  private static float gainFour(
      float sum, float a0, float a1, float a2, float a3, float[] b, int at) {
    float one = Math.fma(a0, b[at], sum);
    float two = Math.fma(a1, b[at + 1], one);
    float three = Math.fma(a2, b[at + 2], two);
    return Math.fma(a3, b[at + 3], three);
  }

  /** The products of eight lines with a strip as wide as a vector. */
  static void timesVector(
      float[] b, int bOffset, int bStride, float[] a, int aOffset, int depth, float[] sums) {
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    int fifth = fourth + bStride;
    int sixth = fifth + bStride;
    int seventh = sixth + bStride;
    int eighth = seventh + bStride;
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector c3 = FloatVector.zero(FLOATS);
    FloatVector c4 = FloatVector.zero(FLOATS);
    FloatVector c5 = FloatVector.zero(FLOATS);
    FloatVector c6 = FloatVector.zero(FLOATS);
    FloatVector c7 = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      FloatVector a0 = FloatVector.fromArray(FLOATS, a, aOffset + p * LANES);
      c0 = a0.fma(FloatVector.broadcast(FLOATS, b[bOffset + p]), c0);
      c1 = a0.fma(FloatVector.broadcast(FLOATS, b[second + p]), c1);
      c2 = a0.fma(FloatVector.broadcast(FLOATS, b[third + p]), c2);
      c3 = a0.fma(FloatVector.broadcast(FLOATS, b[fourth + p]), c3);
      c4 = a0.fma(FloatVector.broadcast(FLOATS, b[fifth + p]), c4);
      c5 = a0.fma(FloatVector.broadcast(FLOATS, b[sixth + p]), c5);
      c6 = a0.fma(FloatVector.broadcast(FLOATS, b[seventh + p]), c6);
      c7 = a0.fma(FloatVector.broadcast(FLOATS, b[eighth + p]), c7);
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
