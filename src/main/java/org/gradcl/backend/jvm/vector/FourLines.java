package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.Width.FLOATS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/** Four lines that lie anywhere, times a strip of two vectors or one. */
final class FourLines {
  /** The number of lines. */
  static final int LINES = 4;

  private FourLines() {}

  /**
   * The products of four lines with a strip; {@code sums} takes them line by line.
   *
   * @param b the lines, {@code bStride} apart
   * @param a the strip
   */
  static void timesStrip(
      float[] b, int bOffset, int bStride, float[] a, int aOffset, int depth, float[] sums) {
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    FloatVector c10 = FloatVector.zero(FLOATS);
    FloatVector c11 = FloatVector.zero(FLOATS);
    FloatVector c20 = FloatVector.zero(FLOATS);
    FloatVector c21 = FloatVector.zero(FLOATS);
    FloatVector c30 = FloatVector.zero(FLOATS);
    FloatVector c31 = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      int ai = aOffset + p * COLUMNS;
      FloatVector a0 = FloatVector.fromArray(FLOATS, a, ai);
      FloatVector a1 = FloatVector.fromArray(FLOATS, a, ai + LANES);
      FloatVector b0 = FloatVector.broadcast(FLOATS, b[bOffset + p]);
      c00 = a0.fma(b0, c00);
      c01 = a1.fma(b0, c01);
      FloatVector b1 = FloatVector.broadcast(FLOATS, b[second + p]);
      c10 = a0.fma(b1, c10);
      c11 = a1.fma(b1, c11);
      FloatVector b2 = FloatVector.broadcast(FLOATS, b[third + p]);
      c20 = a0.fma(b2, c20);
      c21 = a1.fma(b2, c21);
      FloatVector b3 = FloatVector.broadcast(FLOATS, b[fourth + p]);
      c30 = a0.fma(b3, c30);
      c31 = a1.fma(b3, c31);
    }
    c00.intoArray(sums, 0);
    c01.intoArray(sums, LANES);
    c10.intoArray(sums, COLUMNS);
    c11.intoArray(sums, COLUMNS + LANES);
    c20.intoArray(sums, 2 * COLUMNS);
    c21.intoArray(sums, 2 * COLUMNS + LANES);
    c30.intoArray(sums, 3 * COLUMNS);
    c31.intoArray(sums, 3 * COLUMNS + LANES);
  }

  /** The same with the first vector of a strip that is {@code width} wide. */
  static void timesVector(
      float[] b,
      int bOffset,
      int bStride,
      float[] a,
      int aOffset,
      int width,
      int depth,
      float[] sums) {
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector c3 = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      FloatVector a0 = FloatVector.fromArray(FLOATS, a, aOffset + p * width);
      c0 = a0.fma(FloatVector.broadcast(FLOATS, b[bOffset + p]), c0);
      c1 = a0.fma(FloatVector.broadcast(FLOATS, b[second + p]), c1);
      c2 = a0.fma(FloatVector.broadcast(FLOATS, b[third + p]), c2);
      c3 = a0.fma(FloatVector.broadcast(FLOATS, b[fourth + p]), c3);
    }
    c0.intoArray(sums, 0);
    c1.intoArray(sums, LANES);
    c2.intoArray(sums, 2 * LANES);
    c3.intoArray(sums, 3 * LANES);
  }
}
