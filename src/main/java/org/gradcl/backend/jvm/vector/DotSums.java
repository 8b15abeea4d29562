package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Eight sums in memory, a vector each, that gain the products of rows of A with lines of B, lane by
 * lane. All lengths are a multiple of a vector's lanes.
 */
final class DotSums {
  private DotSums() {}

  /**
   * One row and eight lines.
   *
   * @param b the lines, {@code bStride} apart
   * @param sums line by line
   */
  static void addRow(
      float[] a, int aOffset, float[] b, int bOffset, int bStride, int length, float[] sums) {
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    int fifth = fourth + bStride;
    int sixth = fifth + bStride;
    int seventh = sixth + bStride;
    int eighth = seventh + bStride;
    FloatVector c0 = Width.load(sums, 0);
    FloatVector c1 = Width.load(sums, LANES);
    FloatVector c2 = Width.load(sums, 2 * LANES);
    FloatVector c3 = Width.load(sums, 3 * LANES);
    FloatVector c4 = Width.load(sums, 4 * LANES);
    FloatVector c5 = Width.load(sums, 5 * LANES);
    FloatVector c6 = Width.load(sums, 6 * LANES);
    FloatVector c7 = Width.load(sums, 7 * LANES);
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
   * @param at where they begin
   */
  static void addFourRows(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStride,
      int length,
      float[] sums,
      int at) {
    int second = bOffset + bStride;
    FloatVector c00 = Width.load(sums, at);
    FloatVector c01 = Width.load(sums, at + LANES);
    FloatVector c10 = Width.load(sums, at + 2 * LANES);
    FloatVector c11 = Width.load(sums, at + 3 * LANES);
    FloatVector c20 = Width.load(sums, at + 4 * LANES);
    FloatVector c21 = Width.load(sums, at + 5 * LANES);
    FloatVector c30 = Width.load(sums, at + 6 * LANES);
    FloatVector c31 = Width.load(sums, at + 7 * LANES);
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
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c10.intoArray(sums, at + 2 * LANES);
    c11.intoArray(sums, at + 3 * LANES);
    c20.intoArray(sums, at + 4 * LANES);
    c21.intoArray(sums, at + 5 * LANES);
    c30.intoArray(sums, at + 6 * LANES);
    c31.intoArray(sums, at + 7 * LANES);
  }
}
