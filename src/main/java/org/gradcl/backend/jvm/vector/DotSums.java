package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Eight sums, a vector each, of the products of rows of A with lines of B, lane by lane. All
 * lengths are a multiple of a vector's lanes.
 */
final class DotSums {
  private DotSums() {}

  /**
   * One row and eight lines.
   *
   * @param b the lines, {@code bStride} apart
   * @param sums line by line
   */
  static void oneRow(
      float[] a, int aOffset, float[] b, int bOffset, int bStride, int length, float[] sums) {
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    int fifth = fourth + bStride;
    int sixth = fifth + bStride;
    int seventh = sixth + bStride;
    int eighth = seventh + bStride;
    FloatVector c0 = FloatVector.zero(Width.FLOATS);
    FloatVector c1 = FloatVector.zero(Width.FLOATS);
    FloatVector c2 = FloatVector.zero(Width.FLOATS);
    FloatVector c3 = FloatVector.zero(Width.FLOATS);
    FloatVector c4 = FloatVector.zero(Width.FLOATS);
    FloatVector c5 = FloatVector.zero(Width.FLOATS);
    FloatVector c6 = FloatVector.zero(Width.FLOATS);
    FloatVector c7 = FloatVector.zero(Width.FLOATS);
    for (int p = 0; p < length; p += LANES) {
      FloatVector a0 = Width.load(a, aOffset + p);
      c0 = a0.fma(Width.load(b, bOffset + p), c0);
      c1 = a0.fma(Width.load(b, second + p), c1);
      c2 = a0.fma(Width.load(b, third + p), c2);
      c3 = a0.fma(Width.load(b, fourth + p), c3);
      c4 = a0.fma(Width.load(b, fifth + p), c4);
      c5 = a0.fma(Width.load(b, sixth + p), c5);
      c6 = a0.fma(Width.load(b, seventh + p), c6);
      c7 = a0.fma(Width.load(b, eighth + p), c7);
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

  /**
   * Four rows and two lines: of the forms of eight sums the one that reads least. Java's arrays are
   * not aligned for vectors, so that many reads are of two cache lines.
   *
   * @param a a vector of each row in turn
   * @param b the lines, {@code bStride} apart
   * @param sums row by row, two lines each
   */
  static void fourRows(
      float[] a, int aOffset, float[] b, int bOffset, int bStride, int length, float[] sums) {
    int second = bOffset + bStride;
    FloatVector c00 = FloatVector.zero(Width.FLOATS);
    FloatVector c01 = FloatVector.zero(Width.FLOATS);
    FloatVector c10 = FloatVector.zero(Width.FLOATS);
    FloatVector c11 = FloatVector.zero(Width.FLOATS);
    FloatVector c20 = FloatVector.zero(Width.FLOATS);
    FloatVector c21 = FloatVector.zero(Width.FLOATS);
    FloatVector c30 = FloatVector.zero(Width.FLOATS);
    FloatVector c31 = FloatVector.zero(Width.FLOATS);
    for (int p = 0; p < length; p += LANES) {
      FloatVector b0 = Width.load(b, bOffset + p);
      FloatVector b1 = Width.load(b, second + p);
      int ai = aOffset + 4 * p;
      FloatVector a0 = Width.load(a, ai);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = Width.load(a, ai + LANES);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = Width.load(a, ai + 2 * LANES);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = Width.load(a, ai + 3 * LANES);
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
