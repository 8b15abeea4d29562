package org.gradcl.backend.jvm.arithmetic;

/**
 * The inner loop of products in plain Java: a row of C gains four rows of B at a time, each scaled
 * by an element of A.
 *
 * <p>Every row is an array of its own, indexed from 0: only so is the loop turned into vector
 * instructions (24 to 40 GFLOP/s on a core that reaches 7 with offsets in the indices).
 */
final class PlainTileKernel implements TileKernel {
  private static final int COLUMNS = 128;
  private static final int STEP = 4;

  private final float[] sums = new float[COLUMNS];
  private final float[] zeros = new float[COLUMNS];
  private float[][] panel = new float[0][];

  @Override
  public int rowStep() {
    return 1;
  }

  @Override
  public int columnStep() {
    return COLUMNS;
  }

  @Override
  public void multiply(PanelProduct product) {
    int columns = product.columns;
    int depth = product.depth;
    spread(product);
    for (int i = 0; i < product.rows; i++) {
      int c = product.cOffset + i * product.cStride;
      System.arraycopy(zeros, 0, sums, 0, columns);
      int a = product.aOffset + i * product.aGroupStride;
      for (int p = 0; p < depth; p += STEP) {
        add(
            product.a[a],
            p + 1 < depth ? product.a[a + product.aDepthStride] : 0f,
            p + 2 < depth ? product.a[a + 2 * product.aDepthStride] : 0f,
            p + 3 < depth ? product.a[a + 3 * product.aDepthStride] : 0f,
            panel[p],
            panel[p + 1],
            panel[p + 2],
            panel[p + 3],
            sums,
            columns);
        a += STEP * product.aDepthStride;
      }
      for (int j = 0; j < columns; j++) {
        product.c[c + j] += sums[j];
      }
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
