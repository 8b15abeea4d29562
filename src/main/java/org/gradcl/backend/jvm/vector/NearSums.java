package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * Products of factors that are in a near cache, with sums in registers: two vectors of columns and
 * four rows at a time, or one and eight. Where C has no whole number of them, the last begin
 * earlier and some sums are taken twice; where it has fewer, one row is taken for all.
 */
final class NearSums {
  private final float[] sums = new float[8 * LANES];

  void multiply(InPlaceProduct product) {
    int columns = product.columns;
    int column = 0;
    while (column < columns) {
      int left = columns - column;
      int width = left > LANES && columns >= 2 * LANES ? 2 * LANES : LANES;
      int first = Math.max(0, Math.min(column, columns - width));
      strip(product, first, width);
      column += width;
    }
  }

  /** All rows of some columns. */
  private void strip(InPlaceProduct product, int column, int width) {
    int together = width == LANES ? EightRowsInPlace.ROWS : FourRowsInPlace.ROWS;
    int rows = product.rows;
    boolean enough = rows >= together;
    int stride = enough ? product.aStride : 0;
    int step = enough ? together : 1;
    for (int row = 0; row < rows; row += step) {
      int first = Math.min(row, rows - step);
      int a = product.aOffset + first * product.aStride;
      int b = product.bOffset + column;
      int aStep = product.aStep;
      int depth = product.depth;
      if (width == LANES) {
        EightRowsInPlace.multiply(
            product.a, a, stride, aStep, product.b, b, product.bStride, depth, sums);
      } else {
        FourRowsInPlace.multiply(
            product.a, a, stride, aStep, product.b, b, product.bStride, depth, sums);
      }
      int c = product.cOffset + first * product.cStride + column;
      put(product.c, c, product.cStride, step, width, product.columns);
    }
  }

  private void put(float[] c, int at, int stride, int rows, int width, int columns) {
    if (columns < width) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(sums, i * width, c, at + i * stride, columns);
      }
    } else if (width == LANES) {
      for (int i = 0; i < rows; i++) {
        Width.load(sums, i * LANES).intoArray(c, at + i * stride);
      }
    } else {
      for (int i = 0; i < rows; i++) {
        int to = at + i * stride;
        Width.load(sums, 2 * i * LANES).intoArray(c, to);
        Width.load(sums, (2 * i + 1) * LANES).intoArray(c, to + LANES);
      }
    }
  }
}
