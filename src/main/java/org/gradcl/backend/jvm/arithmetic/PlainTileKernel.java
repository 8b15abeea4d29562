package org.gradcl.backend.jvm.arithmetic;

/**
 * The inner loop of products in plain Java: a row of C gains four rows of B at a time, each scaled
 * by an element of A.
 *
 * <p>Every row is an array of its own, indexed from 0: only so is the loop turned into vector
 * instructions (24 to 40 GFLOP/s on a core that reaches 7 with offsets in the indices).
 */
final class PlainTileKernel implements TileKernel {
  private static final int ROWS = 8;
  private static final int COLUMNS = 128;
  private static final int STEP = 4;

  private final float[] sums = new float[COLUMNS];
  private final float[] zeros = new float[COLUMNS];
  private float[][] panel = new float[0][];

  @Override
  public int rowStep() {
    return ROWS;
  }

  @Override
  public int columnStep() {
    return COLUMNS;
  }

  @Override
  public int rowsAtATime() {
    return 128;
  }

  @Override
  public void multiply(PanelProduct product) {
    spread(product);
    for (int i = 0; i < product.rows; i++) {
      int strip = product.aOffset + i / ROWS * product.aStripStride;
      sum(product.a, strip + i % ROWS, product.depth, product.columns);
      int c = product.cOffset + i * product.cStride;
      for (int j = 0; j < product.columns; j++) {
        product.c[c + j] = product.adds ? product.c[c + j] + sums[j] : sums[j];
      }
    }
  }

  /** Sums a row of the product. */
  private void sum(float[] a, int first, int depth, int columns) {
    System.arraycopy(zeros, 0, sums, 0, columns);
    int at = first;
    for (int p = 0; p < depth; p += STEP) {
      add(
          a[at],
          p + 1 < depth ? a[at + ROWS] : 0f,
          p + 2 < depth ? a[at + 2 * ROWS] : 0f,
          p + 3 < depth ? a[at + 3 * ROWS] : 0f,
          panel[p],
          panel[p + 1],
          panel[p + 2],
          panel[p + 3],
          sums,
          columns);
      at += STEP * ROWS;
    }
  }

  /** Copies the panel into rows, with rows of zeros up to a multiple of the step. */
  private void spread(PanelProduct product) {
    int rows = (product.depth + STEP - 1) / STEP * STEP;
    if (panel.length < rows) {
      panel = new float[rows][COLUMNS];
    }
    for (int p = 0; p < rows; p++) {
      if (p < product.depth) {
        System.arraycopy(product.b, product.bOffset + p * COLUMNS, panel[p], 0, product.columns);
      } else {
        System.arraycopy(zeros, 0, panel[p], 0, product.columns);
      }
    }
  }

  private static void add(
      float a0,
      float a1,
      float a2,
      float a3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] sums,
      int n) {
    for (int j = 0; j < n; j++) {
      sums[j] = sums[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
    }
  }
}
