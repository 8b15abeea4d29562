package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import java.util.Arrays;
import org.gradcl.backend.jvm.arithmetic.InPlaceKernel;
import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/** The inner loops of products that read B in place, with the Vector API and fused multiply-add. */
final class VectorInPlaceKernel implements InPlaceKernel {
  private static final int DEPTHS = 4;

  /** Half of a first-level cache: the other half is for what is read. */
  private static final int SUMS = 4096;

  private final LineSums lineSums = new LineSums();
  private final LineDots lineDots = new LineDots();
  private final NearSums nearSums = new NearSums();
  private final float[] sums = new float[SUMS];

  @Override
  public int stripWidth(int rows) {
    return LineSums.stripWidth(rows);
  }

  @Override
  public int mostNeighbours() {
    return SUMS;
  }

  @Override
  public int columnStep() {
    return LANES;
  }

  @Override
  public void lines(InPlaceProduct product) {
    lineSums.multiply(product);
  }

  @Override
  public int mostDepthOfDots() {
    return LineDots.DEPTH;
  }

  @Override
  public void copyRows(
      float[] a, int from, int stride, int rows, int depth, float[] target, int to) {
    LineDots.copyRows(a, from, stride, rows, depth, target, to);
  }

  @Override
  public void dots(InPlaceProduct product) {
    lineDots.multiply(product);
  }

  @Override
  public void strips(InPlaceProduct product) {
    StripSums.multiply(product, sums);
  }

  @Override
  public void turned(InPlaceProduct product) {
    TurnedSums.multiply(product);
  }

  @Override
  public void addBlocks(float[] sums, int first, int stride, int count, int blocks) {
    TurnedSums.addBlocks(sums, first, stride, count, blocks);
  }

  @Override
  public void neighbours(InPlaceProduct product) {
    int columns = product.columns;
    Arrays.fill(sums, 0, product.rows * columns, 0f);
    int whole = columns / LANES * LANES;
    int p = 0;
    for (; p + DEPTHS <= product.depth; p += DEPTHS) {
      addFour(product, p, whole);
    }
    for (; p < product.depth; p++) {
      int b = product.bOffset + p * product.bStride;
      for (int row = 0; row < product.rows; row++) {
        float a = product.a[product.aOffset + row * product.aStride + p];
        RunSums.addOne(a, product.b, b, sums, row * columns, whole);
      }
    }
    for (int row = 0; row < product.rows; row++) {
      int a = product.aOffset + row * product.aStride;
      sumLastColumns(product, a, 1, sums, row * columns, whole);
    }
    takeRuns(product);
  }

  /** All rows of sums gain four rows of B. */
  private void addFour(InPlaceProduct product, int p, int whole) {
    int columns = product.columns;
    float[] a = product.a;
    int first = product.aOffset + p;
    float[] b = product.b;
    int from = product.bOffset + p * product.bStride;
    int row = 0;
    for (; row + 2 <= product.rows; row += 2) {
      RunSums.addFourToTwo(
          a,
          first + row * product.aStride,
          product.aStride,
          b,
          from,
          product.bStride,
          sums,
          row * columns,
          columns,
          whole);
    }
    if (row < product.rows) {
      int last = first + row * product.aStride;
      RunSums.addFour(a, last, 1, b, from, product.bStride, sums, row * columns, whole);
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

  @Override
  public void outer(InPlaceProduct product) {
    int whole = product.columns / LANES * LANES;
    for (int row = 0; row < product.rows; row++) {
      int a = product.aOffset + row;
      int c = product.cOffset + row * product.cStride;
      outerRow(product, a, c, whole);
      sumLastColumns(product, a, product.aStride, product.c, c, whole);
    }
  }

  private static void outerRow(InPlaceProduct product, int aOffset, int c, int whole) {
    float[] a = product.a;
    int aStep = product.aStride;
    float[] b = product.b;
    int bStride = product.bStride;
    int p = 0;
    if (product.depth >= DEPTHS) {
      RunSums.setFour(a, aOffset, aStep, b, product.bOffset, bStride, product.c, c, whole);
      p = DEPTHS;
    } else {
      RunSums.setOne(a[aOffset], b, product.bOffset, product.c, c, whole);
      p = 1;
    }
    for (; p + DEPTHS <= product.depth; p += DEPTHS) {
      int from = product.bOffset + p * bStride;
      RunSums.addFour(a, aOffset + p * aStep, aStep, b, from, bStride, product.c, c, whole);
    }
    for (; p < product.depth; p++) {
      int from = product.bOffset + p * bStride;
      RunSums.addOne(a[aOffset + p * aStep], b, from, product.c, c, whole);
    }
  }

  @Override
  public float magnitude(float[] a, int from, int to) {
    return VectorReductions.magnitude(a, from, to);
  }

  @Override
  public void near(InPlaceProduct product) {
    nearSums.multiply(product);
  }

  /** The columns of a row behind the last whole vector. */
  private static void sumLastColumns(
      InPlaceProduct product, int aOffset, int aStep, float[] sums, int to, int first) {
    for (int j = first; j < product.columns; j++) {
      float sum = 0;
      for (int p = 0; p < product.depth; p++) {
        float b = product.b[product.bOffset + p * product.bStride + j];
        sum = Math.fma(product.a[aOffset + p * aStep], b, sum);
      }
      sums[to + j] = sum;
    }
  }
}
