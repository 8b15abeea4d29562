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
    return ROWS_OF_STRIP;
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
    for (int first = 0; first < product.columns; first += COLUMNS) {
      multiplyStrip(product, first, Math.min(COLUMNS, product.columns - first));
    }
  }

  /** All rows and one strip of B, the columns of which begin at {@code first}. */
  private void multiplyStrip(PanelProduct product, int first, int columns) {
    spread(product, product.bOffset + first / COLUMNS * product.bStripStride, columns);
    int strips = Strips.count(product.rows, ROWS_OF_STRIP, product.aPhases);
    for (int strip = 0; strip < strips; strip++) {
      int row = Strips.firstLine(strip, ROWS_OF_STRIP, product.aPhases);
      for (int i = 0; i < ROWS_OF_STRIP && row < product.rows; i++) {
        sum(product, strip, i, columns);
        take(product, product.cOffset + row * product.cStride + first, columns);
        row += product.aPhases;
      }
    }
  }

  private void take(PanelProduct product, int c, int columns) {
    for (int j = 0; j < columns; j++) {
      product.c[c + j] = product.adds ? product.c[c + j] + sums[j] : sums[j];
    }
  }

  /** Sums a row of the product over the parts of the depth that its strip has. */
  private void sum(PanelProduct product, int strip, int i, int columns) {
    System.arraycopy(zeros, 0, sums, 0, columns);
    int number = product.aFirstStrip + strip;
    int parts = product.aParts == null ? 1 : product.aParts.count(number);
    int first = product.aOffset + strip * product.aStripStride;
    for (int part = 0; part < parts; part++) {
      int from = product.aParts == null ? 0 : product.aParts.from(number, part);
      int to = product.aParts == null ? product.depth : product.aParts.to(number, part);
      if (product.aOfRows) {
        add(product.a, first + i * ROW_DISTANCE, 1, from, to, columns);
      } else {
        add(product.a, first + i, ROWS_OF_STRIP, from, to, columns);
      }
    }
  }

  /** Adds the products of a row's numbers from one depth up to another. */
  private void add(float[] a, int row, int stride, int from, int to, int columns) {
    int at = row + from * stride;
    for (int p = from; p < to; p += STEP) {
      add(
          a[at],
          p + 1 < to ? a[at + stride] : 0f,
          p + 2 < to ? a[at + 2 * stride] : 0f,
          p + 3 < to ? a[at + 3 * stride] : 0f,
          panel[p],
          p + 1 < to ? panel[p + 1] : zeros,
          p + 2 < to ? panel[p + 2] : zeros,
          p + 3 < to ? panel[p + 3] : zeros,
          sums,
          columns);
      at += STEP * stride;
    }
  }

  /** Copies a strip of B, which begins at {@code from}, into rows. */
  private void spread(PanelProduct product, int from, int columns) {
    if (panel.length < product.depth) {
      panel = new float[product.depth][COLUMNS];
    }
    for (int p = 0; p < product.depth; p++) {
      System.arraycopy(product.b, from + p * COLUMNS, panel[p], 0, columns);
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
