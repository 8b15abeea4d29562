package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.VectorTileKernel.COLUMNS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;
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
    if (product.cIsTurned) {
      takeTurned(product, firstRow, line, from, to);
      return;
    }
    int rows = Math.min(product.width, product.rows - firstRow);
    int c = product.cOffset + firstRow * product.cStride;
    int j = from;
    if (!product.adds) {
      for (; j + 4 <= to; j += 4) {
        putFour(sums, (j - line) * sumsStride, sumsStride, product.c, c + j, product.cStride, rows);
      }
    }
    for (; j < to; j++) {
      takeOne(product, (j - line) * sumsStride, c + j, rows);
    }
  }

  /** Columns of a turned C are whole vectors. */
  private void takeTurned(InPlaceProduct product, int firstRow, int line, int from, int to) {
    int c = product.cOffset + firstRow / product.width * product.cStride;
    for (int j = from; j < to; j++) {
      int source = (j - line) * sumsStride;
      int at = c + j * product.width;
      for (int i = 0; i < sumsStride; i += LANES) {
        FloatVector sum = Width.load(sums, source + i);
        FloatVector all = product.adds ? Width.load(product.c, at + i).add(sum) : sum;
        all.intoArray(product.c, at + i);
      }
    }
  }

  /** Four columns together, which are neighbours in C. */
  private static void putFour(
      float[] sums, int from, int sumsStride, float[] c, int at, int cStride, int rows) {
    int second = from + sumsStride;
    int third = second + sumsStride;
    int fourth = third + sumsStride;
    for (int i = 0; i < rows; i++) {
      int to = at + i * cStride;
      c[to] = sums[from + i];
      c[to + 1] = sums[second + i];
      c[to + 2] = sums[third + i];
      c[to + 3] = sums[fourth + i];
    }
  }

  private void takeOne(InPlaceProduct product, int from, int at, int rows) {
    float[] c = product.c;
    for (int i = 0; i < rows; i++) {
      int to = at + i * product.cStride;
      c[to] = product.adds ? c[to] + sums[from + i] : sums[from + i];
    }
  }
}
