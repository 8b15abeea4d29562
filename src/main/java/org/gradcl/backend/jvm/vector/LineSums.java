package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * Products whose B is read by lines: eight at a time while the rows fit in one vector, else four.
 */
final class LineSums {
  private final float[] sums =
      new float[Math.max(EightLines.LINES * LANES, FourLines.LINES * COLUMNS)];

  /** Distance of the sums of two lines. */
  private int sumsStride;

  static int stripWidth(int rows) {
    if (rows == 1) {
      return 1;
    }
    return rows <= LANES ? LANES : COLUMNS;
  }

  void multiply(InPlaceProduct product) {
    boolean few = product.width == COLUMNS || product.columns < EightLines.LINES;
    int lines = few && product.width > 1 ? FourLines.LINES : EightLines.LINES;
    for (int column = 0; column < product.columns; column += lines) {
      // The last lines begin earlier where there are not as many more.
      int first = Math.max(0, Math.min(column, product.columns - lines));
      int end = Math.min(column + lines, product.columns);
      for (int row = 0; row < product.rows; row += product.width) {
        if (product.columns >= lines) {
          multiply(product, lines, first, product.bStride, row);
          take(product, row, first, column, end);
        } else {
          for (int line = column; line < end; line++) {
            multiply(product, lines, line, 0, row);
            take(product, row, line, line, line + 1);
          }
        }
      }
    }
  }

  private void multiply(InPlaceProduct product, int lines, int line, int stride, int row) {
    float[] b = product.b;
    int from = product.bOffset + line * product.bStride;
    float[] strip = product.a;
    int width = product.width;
    int a = product.aOffset + row / width * product.aStride;
    int depth = product.depth;
    sumsStride = width;
    if (width == 1) {
      EightLines.timesRow(b, from, stride, strip, a, depth, sums);
    } else if (width == COLUMNS && product.rows - row > LANES) {
      FourLines.timesStrip(b, from, stride, strip, a, depth, sums);
    } else if (lines == FourLines.LINES) {
      FourLines.timesVector(b, from, stride, strip, a, width, depth, sums);
      sumsStride = LANES;
    } else {
      EightLines.timesVector(b, from, stride, strip, a, depth, sums);
    }
  }

  /** Takes the sums of the columns from one up to another, the first sums being of some line. */
  private void take(InPlaceProduct product, int firstRow, int line, int from, int to) {
    float[] target = product.c;
    int stride = sumsStride;
    int rows = Math.min(product.width, product.rows - firstRow);
    for (int i = 0; i < rows; i++) {
      int c = product.cOffset + (firstRow + i) * product.cStride;
      for (int j = from; j < to; j++) {
        float sum = sums[(j - line) * stride + i];
        target[c + j] = product.adds ? target[c + j] + sum : sum;
      }
    }
  }
}
