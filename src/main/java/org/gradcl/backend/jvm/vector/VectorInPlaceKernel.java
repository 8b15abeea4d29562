package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import java.util.Arrays;
import org.gradcl.backend.jvm.arithmetic.InPlaceKernel;
import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/** The inner loops of products with few rows, with the Vector API and fused multiply-add. */
final class VectorInPlaceKernel implements InPlaceKernel {
  private static final int LINES = 4;
  private static final int DEPTHS = 4;

  /** Half of a first-level cache: the other half is for what is read. */
  private static final int SUMS = 4096;

  private final float[] sums = new float[SUMS];

  @Override
  public int rowStep() {
    return COLUMNS;
  }

  @Override
  public int mostNeighbours() {
    return SUMS;
  }

  @Override
  public void lines(InPlaceProduct product) {
    for (int column = 0; column < product.columns; column += LINES) {
      // The last four lines begin earlier where there are not four more.
      int first = Math.max(0, Math.min(column, product.columns - LINES));
      int end = Math.min(column + LINES, product.columns);
      for (int row = 0; row < product.rows; row += COLUMNS) {
        int rows = Math.min(COLUMNS, product.rows - row);
        if (product.columns >= LINES) {
          multiplyLines(product, first, product.bStride, row, rows);
          takeLines(product, row, rows, first, column, end);
        } else {
          for (int line = column; line < end; line++) {
            multiplyLines(product, line, 0, row, rows);
            takeLines(product, row, rows, line, line, line + 1);
          }
        }
      }
    }
  }

  private void multiplyLines(InPlaceProduct product, int line, int stride, int row, int rows) {
    int b = product.bOffset + line * product.bStride;
    int a = product.aOffset + row / COLUMNS * product.aStride;
    if (rows > LANES) {
      FourLines.timesStrip(product.b, b, stride, product.a, a, product.depth, sums);
    } else {
      FourLines.timesVector(product.b, b, stride, product.a, a, product.depth, sums);
    }
  }

  /** Takes the sums of the columns from one up to another, the first sums being of some line. */
  private void takeLines(
      InPlaceProduct product, int firstRow, int rows, int line, int from, int to) {
    for (int i = 0; i < rows; i++) {
      int c = product.cOffset + (firstRow + i) * product.cStride;
      for (int j = from; j < to; j++) {
        float sum = sums[(j - line) * COLUMNS + i];
        product.c[c + j] = product.adds ? product.c[c + j] + sum : sum;
      }
    }
  }

  @Override
  public void neighbours(InPlaceProduct product) {
    int columns = product.columns;
    Arrays.fill(sums, 0, product.rows * columns, 0f);
    int whole = columns / LANES * LANES;
    int p = 0;
    for (; p + DEPTHS <= product.depth; p += DEPTHS) {
      int row = 0;
      for (; row + 2 <= product.rows; row += 2) {
        RunSums.twoByFour(
            product.a,
            product.aOffset + row * product.aStride + p,
            product.aStride,
            product.b,
            product.bOffset + p * product.bStride,
            product.bStride,
            sums,
            row * columns,
            columns,
            whole);
      }
      addOneByOne(product, row, p, p + DEPTHS, whole);
    }
    addOneByOne(product, 0, p, product.depth, whole);
    sumLastColumns(product, whole);
    takeRuns(product);
  }

  private void addOneByOne(InPlaceProduct product, int firstRow, int from, int to, int whole) {
    for (int row = firstRow; row < product.rows; row++) {
      for (int p = from; p < to; p++) {
        float a = product.a[product.aOffset + row * product.aStride + p];
        int b = product.bOffset + p * product.bStride;
        RunSums.oneByOne(a, product.b, b, sums, row * product.columns, whole);
      }
    }
  }

  /** The columns behind the last whole vector. */
  private void sumLastColumns(InPlaceProduct product, int first) {
    for (int row = 0; row < product.rows; row++) {
      int a = product.aOffset + row * product.aStride;
      for (int j = first; j < product.columns; j++) {
        float sum = 0;
        for (int p = 0; p < product.depth; p++) {
          int b = product.bOffset + p * product.bStride + j;
          sum = Math.fma(product.a[a + p], product.b[b], sum);
        }
        sums[row * product.columns + j] = sum;
      }
    }
  }

  private void takeRuns(InPlaceProduct product) {
    for (int row = 0; row < product.rows; row++) {
      int c = product.cOffset + row * product.cStride;
      int from = row * product.columns;
      if (product.adds) {
        for (int j = 0; j < product.columns; j++) {
          product.c[c + j] += sums[from + j];
        }
      } else {
        System.arraycopy(sums, from, product.c, c, product.columns);
      }
    }
  }
}
