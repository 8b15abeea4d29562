package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * Products whose B is read by rows where it lies, with C turned: a number of B times two vectors of
 * A's rows is added to a column of C. Four rows of B at a time, so that there are eight
 * multiply-adds for two vectors of C; the vectors of A stay in registers along all columns.
 */
final class TurnedSums {
  private static final int DEPTHS = 4;

  private TurnedSums() {}

  static void multiply(InPlaceProduct product) {
    for (int row = 0; row < product.rows; row += COLUMNS) {
      int c = product.cOffset + row / COLUMNS * product.cStride;
      Arrays.fill(product.c, c, c + product.columns * COLUMNS, 0f);
    }
    int p = 0;
    for (; p + DEPTHS <= product.depth; p += DEPTHS) {
      for (int row = 0; row < product.rows; row += COLUMNS) {
        addFour(product, p, row);
      }
    }
    for (; p < product.depth; p++) {
      for (int row = 0; row < product.rows; row += LANES) {
        addOne(product, p, row);
      }
    }
  }

  private static void addFour(InPlaceProduct product, int p, int row) {
    int strip = row / COLUMNS;
    int a = product.aOffset + strip * product.aStride + p * COLUMNS;
    int b = product.bOffset + p * product.bStride;
    int c = product.cOffset + strip * product.cStride;
    if (product.rows - row > LANES) {
      addFour(product.a, a, product.b, b, product.bStride, product.c, c, product.columns);
    } else {
      addFourOfVector(product.a, a, product.b, b, product.bStride, product.c, c, product.columns);
    }
  }

  /** A strip's columns of C gain the products of four rows of B. */
  private static void addFour(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStride,
      float[] c,
      int cOffset,
      int columns) {
    FloatVector a00 = Width.load(a, aOffset);
    FloatVector a01 = Width.load(a, aOffset + LANES);
    FloatVector a10 = Width.load(a, aOffset + COLUMNS);
    FloatVector a11 = Width.load(a, aOffset + COLUMNS + LANES);
    FloatVector a20 = Width.load(a, aOffset + 2 * COLUMNS);
    FloatVector a21 = Width.load(a, aOffset + 2 * COLUMNS + LANES);
    FloatVector a30 = Width.load(a, aOffset + 3 * COLUMNS);
    FloatVector a31 = Width.load(a, aOffset + 3 * COLUMNS + LANES);
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    for (int j = 0; j < columns; j++) {
      int at = cOffset + j * COLUMNS;
      FloatVector b0 = Width.of(b[bOffset + j]);
      FloatVector c0 = a00.fma(b0, Width.load(c, at));
      FloatVector c1 = a01.fma(b0, Width.load(c, at + LANES));
      FloatVector b1 = Width.of(b[second + j]);
      c0 = a10.fma(b1, c0);
      c1 = a11.fma(b1, c1);
      FloatVector b2 = Width.of(b[third + j]);
      c0 = a20.fma(b2, c0);
      c1 = a21.fma(b2, c1);
      FloatVector b3 = Width.of(b[fourth + j]);
      a30.fma(b3, c0).intoArray(c, at);
      a31.fma(b3, c1).intoArray(c, at + LANES);
    }
  }

  /** The same with the first vector of a strip. */
  private static void addFourOfVector(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStride,
      float[] c,
      int cOffset,
      int columns) {
    FloatVector a0 = Width.load(a, aOffset);
    FloatVector a1 = Width.load(a, aOffset + COLUMNS);
    FloatVector a2 = Width.load(a, aOffset + 2 * COLUMNS);
    FloatVector a3 = Width.load(a, aOffset + 3 * COLUMNS);
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    for (int j = 0; j < columns; j++) {
      int at = cOffset + j * COLUMNS;
      FloatVector sum = a0.fma(Width.of(b[bOffset + j]), Width.load(c, at));
      sum = a1.fma(Width.of(b[second + j]), sum);
      sum = a2.fma(Width.of(b[third + j]), sum);
      a3.fma(Width.of(b[fourth + j]), sum).intoArray(c, at);
    }
  }

  /** A vector of rows gains the products of one row of B. */
  private static void addOne(InPlaceProduct product, int p, int row) {
    int strip = row / COLUMNS;
    int a = product.aOffset + strip * product.aStride + p * COLUMNS + row % COLUMNS;
    FloatVector rows = Width.load(product.a, a);
    float[] b = product.b;
    int from = product.bOffset + p * product.bStride;
    float[] c = product.c;
    int to = product.cOffset + strip * product.cStride + row % COLUMNS;
    for (int j = 0; j < product.columns; j++) {
      int at = to + j * COLUMNS;
      rows.fma(Width.of(b[from + j]), Width.load(c, at)).intoArray(c, at);
    }
  }

  static void addBlocks(float[] sums, int first, int stride, int count, int blocks) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector sum = Width.load(sums, first + i);
      for (int block = 1; block < blocks; block++) {
        sum = sum.add(Width.load(sums, first + block * stride + i));
      }
      sum.intoArray(sums, first + i);
    }
  }
}
