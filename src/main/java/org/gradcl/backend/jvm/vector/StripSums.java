package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;
import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * One row times strips of two vectors of columns: four strips at a time, eight sums, so that the
 * processor always has a multiply-add to begin with. Each sum is along the inner extent.
 */
final class StripSums {
  private static final int STRIPS = 4;

  private StripSums() {}

  /**
   * Multiplies all columns.
   *
   * @param sums working memory for the columns of four strips
   */
  static void multiply(InPlaceProduct product, float[] sums) {
    int strip = 0;
    for (int column = 0; column < product.columns; ) {
      int b = product.bOffset + strip * product.bStride;
      int strips = product.columns - column > (STRIPS - 1) * COLUMNS ? STRIPS : 1;
      if (strips == STRIPS) {
        sumFour(product.a, product.aOffset, product.b, b, product.bStride, product.depth, sums);
      } else {
        sumOne(product.a, product.aOffset, product.b, b, product.depth, sums);
      }
      int columns = Math.min(strips * COLUMNS, product.columns - column);
      take(product, column, columns, sums);
      strip += strips;
      column += columns;
    }
  }

  private static void take(InPlaceProduct product, int column, int columns, float[] sums) {
    int c = product.cOffset + column;
    if (!product.adds) {
      System.arraycopy(sums, 0, product.c, c, columns);
      return;
    }
    for (int j = 0; j < columns; j++) {
      product.c[c + j] += sums[j];
    }
  }

  private static void sumFour(
      float[] a, int aOffset, float[] b, int bOffset, int bStride, int depth, float[] sums) {
    int second = bOffset + bStride;
    int third = second + bStride;
    int fourth = third + bStride;
    FloatVector c00 = FloatVector.zero(Width.FLOATS);
    FloatVector c01 = FloatVector.zero(Width.FLOATS);
    FloatVector c10 = FloatVector.zero(Width.FLOATS);
    FloatVector c11 = FloatVector.zero(Width.FLOATS);
    FloatVector c20 = FloatVector.zero(Width.FLOATS);
    FloatVector c21 = FloatVector.zero(Width.FLOATS);
    FloatVector c30 = FloatVector.zero(Width.FLOATS);
    FloatVector c31 = FloatVector.zero(Width.FLOATS);
    for (int p = 0; p < depth; p++) {
      FloatVector x = Width.of(a[aOffset + p]);
      int at = p * COLUMNS;
      c00 = x.fma(Width.load(b, bOffset + at), c00);
      c01 = x.fma(Width.load(b, bOffset + at + LANES), c01);
      c10 = x.fma(Width.load(b, second + at), c10);
      c11 = x.fma(Width.load(b, second + at + LANES), c11);
      c20 = x.fma(Width.load(b, third + at), c20);
      c21 = x.fma(Width.load(b, third + at + LANES), c21);
      c30 = x.fma(Width.load(b, fourth + at), c30);
      c31 = x.fma(Width.load(b, fourth + at + LANES), c31);
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

  private static void sumOne(
      float[] a, int aOffset, float[] b, int bOffset, int depth, float[] sums) {
    FloatVector c0 = FloatVector.zero(Width.FLOATS);
    FloatVector c1 = FloatVector.zero(Width.FLOATS);
    for (int p = 0; p < depth; p++) {
      FloatVector x = Width.of(a[aOffset + p]);
      int at = bOffset + p * COLUMNS;
      c0 = x.fma(Width.load(b, at), c0);
      c1 = x.fma(Width.load(b, at + LANES), c1);
    }
    c0.intoArray(sums, 0);
    c1.intoArray(sums, LANES);
  }
}
