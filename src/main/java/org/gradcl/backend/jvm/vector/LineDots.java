package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/**
 * Dot products of lines of B with rows of A: a sum for each lane of a vector, which are added up in
 * the end, and then what is left over behind whole vectors. One row is read where it lies, by eight
 * lines at a time; two to four lie together, a vector of each in turn, and are read by two lines.
 * The order of a sum is the same in both.
 */
final class LineDots {
  /** Rows that lie together. */
  private static final int ROWS = 4;

  /** What a lane sums in one go: as much as any other sum. */
  static final int DEPTH = 256 * LANES;

  private static final int LINES_OF_ONE_ROW = 8;
  private static final int LINES_OF_MORE = 2;

  /** By rows, lines and lanes. */
  private final float[] sums = new float[8 * LANES];

  /** As {@link org.gradcl.backend.jvm.arithmetic.InPlaceKernel#copyRows}. */
  static void copyRows(
      float[] a, int from, int stride, int rows, int depth, float[] target, int to) {
    int whole = depth / LANES * LANES;
    for (int row = 0; row < rows; row++) {
      int source = from + row * stride;
      for (int p = 0; p < whole; p += LANES) {
        Width.load(a, source + p).intoArray(target, to + ROWS * p + row * LANES);
      }
      int rest = to + ROWS * whole + row * (depth - whole);
      System.arraycopy(a, source + whole, target, rest, depth - whole);
    }
  }

  void multiply(InPlaceProduct product) {
    int lines = product.rows == 1 ? LINES_OF_ONE_ROW : LINES_OF_MORE;
    if (product.columns < lines) {
      for (int line = 0; line < product.columns; line++) {
        sum(product, line, 0);
        take(product, lines, line, line, line + 1);
      }
      return;
    }
    for (int column = 0; column < product.columns; column += lines) {
      // The last lines begin earlier where there are not as many more.
      int first = Math.min(column, product.columns - lines);
      sum(product, first, product.bStride);
      take(product, lines, first, column, Math.min(column + lines, product.columns));
    }
  }

  private void sum(InPlaceProduct product, int line, int stride) {
    int whole = product.depth / LANES * LANES;
    int b = product.bOffset + line * product.bStride;
    if (product.rows == 1) {
      DotSums.oneRow(product.a, product.aOffset, product.b, b, stride, whole, sums);
    } else {
      DotSums.fourRows(product.a, product.aOffset, product.b, b, stride, whole, sums);
    }
  }

  /** Takes the columns from one up to another, the first sums being of some line. */
  private void take(InPlaceProduct product, int lines, int line, int from, int to) {
    for (int row = 0; row < product.rows; row++) {
      int c = product.cOffset + row * product.cStride;
      for (int j = from; j < to; j++) {
        float dot = fold((row * lines + j - line) * LANES) + rest(product, row, j);
        product.c[c + j] = product.adds ? product.c[c + j] + dot : dot;
      }
    }
  }

  /** The sum of the lanes: each with the one half of them further, until one is left. */
  private float fold(int from) {
    float even = ofEveryFourth(from) + ofEveryFourth(from + 2);
    return even + (ofEveryFourth(from + 1) + ofEveryFourth(from + 3));
  }

  private float ofEveryFourth(int from) {
    if (LANES == 4) {
      return sums[from];
    }
    if (LANES == 8) {
      return sums[from] + sums[from + 4];
    }
    return (sums[from] + sums[from + 8]) + (sums[from + 4] + sums[from + 12]);
  }

  /** What is behind the last whole vector, where rows lie one behind the other. */
  private static float rest(InPlaceProduct product, int row, int column) {
    int whole = product.depth / LANES * LANES;
    int length = product.depth - whole;
    int a = product.aOffset + (product.rows == 1 ? whole : ROWS * whole + row * length);
    int b = product.bOffset + column * product.bStride + whole;
    float sum = 0;
    for (int p = 0; p < length; p++) {
      sum = Math.fma(product.a[a + p], product.b[b + p], sum);
    }
    return sum;
  }
}
