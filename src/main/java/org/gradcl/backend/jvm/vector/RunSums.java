package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Sums in memory that gain products along rows of B. All runs have a multiple of a vector's lanes.
 */
final class RunSums {
  private RunSums() {}

  /**
   * Two rows of sums gain four rows of B, one after the other.
   *
   * @param a A(i, p), the second row {@code aStride} behind the first
   * @param b B(p, j), four rows {@code bStride} apart
   * @param sums two rows of so many columns, one behind the other
   */
  static void addFourToTwo(
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int bStride,
      float[] sums,
      int sumsOffset,
      int sumsStride,
      int columns) {
    FloatVector a00 = Width.of(a[aOffset]);
    FloatVector a01 = Width.of(a[aOffset + 1]);
    FloatVector a02 = Width.of(a[aOffset + 2]);
    FloatVector a03 = Width.of(a[aOffset + 3]);
    FloatVector a10 = Width.of(a[aOffset + aStride]);
    FloatVector a11 = Width.of(a[aOffset + aStride + 1]);
    FloatVector a12 = Width.of(a[aOffset + aStride + 2]);
    FloatVector a13 = Width.of(a[aOffset + aStride + 3]);
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    int next = sumsOffset + sumsStride;
    for (int j = 0; j < columns; j += LANES) {
      FloatVector b0 = Width.load(b, bOffset + j);
      FloatVector b1 = Width.load(b, second + j);
      FloatVector b2 = Width.load(b, third + j);
      FloatVector b3 = Width.load(b, fourth + j);
      FloatVector c0 = Width.load(sums, sumsOffset + j);
      FloatVector c1 = Width.load(sums, next + j);
      c0 = a00.fma(b0, c0);
      c1 = a10.fma(b0, c1);
      c0 = a01.fma(b1, c0);
      c1 = a11.fma(b1, c1);
      c0 = a02.fma(b2, c0);
      c1 = a12.fma(b2, c1);
      a03.fma(b3, c0).intoArray(sums, sumsOffset + j);
      a13.fma(b3, c1).intoArray(sums, next + j);
    }
  }

  /**
   * One row of sums gains four rows of B.
   *
   * @param a A(i, p), {@code aStep} apart
   * @param b B(p, j), four rows {@code bStride} apart
   */
  static void addFour(
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStride,
      float[] sums,
      int sumsOffset,
      int columns) {
    FloatVector a0 = Width.of(a[aOffset]);
    FloatVector a1 = Width.of(a[aOffset + aStep]);
    FloatVector a2 = Width.of(a[aOffset + 2 * aStep]);
    FloatVector a3 = Width.of(a[aOffset + 3 * aStep]);
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    for (int j = 0; j < columns; j += LANES) {
      FloatVector c = Width.load(sums, sumsOffset + j);
      c = a0.fma(Width.load(b, bOffset + j), c);
      c = a1.fma(Width.load(b, second + j), c);
      c = a2.fma(Width.load(b, third + j), c);
      a3.fma(Width.load(b, fourth + j), c).intoArray(sums, sumsOffset + j);
    }
  }

  /** One row of sums begins with four rows of B; as {@link #addFour}. */
  static void setFour(
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStride,
      float[] sums,
      int sumsOffset,
      int columns) {
    FloatVector a0 = Width.of(a[aOffset]);
    FloatVector a1 = Width.of(a[aOffset + aStep]);
    FloatVector a2 = Width.of(a[aOffset + 2 * aStep]);
    FloatVector a3 = Width.of(a[aOffset + 3 * aStep]);
    FloatVector zero = Width.of(0f);
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    for (int j = 0; j < columns; j += LANES) {
      FloatVector c = a0.fma(Width.load(b, bOffset + j), zero);
      c = a1.fma(Width.load(b, second + j), c);
      c = a2.fma(Width.load(b, third + j), c);
      a3.fma(Width.load(b, fourth + j), c).intoArray(sums, sumsOffset + j);
    }
  }

  /** One row of sums gains one row of B. */
  static void addOne(float a, float[] b, int bOffset, float[] sums, int sumsOffset, int columns) {
    FloatVector all = Width.of(a);
    for (int j = 0; j < columns; j += LANES) {
      all.fma(Width.load(b, bOffset + j), Width.load(sums, sumsOffset + j))
          .intoArray(sums, sumsOffset + j);
    }
  }

  /** One row of sums begins with one row of B. */
  static void setOne(float a, float[] b, int bOffset, float[] sums, int sumsOffset, int columns) {
    FloatVector all = Width.of(a);
    // A sum begins at 0, which turns a product of −0 into 0.
    FloatVector zero = Width.of(0f);
    for (int j = 0; j < columns; j += LANES) {
      all.fma(Width.load(b, bOffset + j), zero).intoArray(sums, sumsOffset + j);
    }
  }
}
