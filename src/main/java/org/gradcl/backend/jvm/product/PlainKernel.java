package org.gradcl.backend.jvm.product;

/**
 * The innermost product in plain Java: whole rows of a wide tile at a time, four terms at once,
 * which the just-in-time compiler turns into vector instructions.
 */
public final class PlainKernel implements MicroKernel {
  private static final int ROWS = 4;
  private static final int COLUMNS = 128;

  /** Stateless. */
  public PlainKernel() {}

  @Override
  public int rows() {
    return ROWS;
  }

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public String name() {
    return "plain 4×" + COLUMNS;
  }

  @Override
  public void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int ldc,
      boolean accumulate) {
    for (int i = 0; i < ROWS; i++) {
      int row = cOffset + i * ldc;
      if (!accumulate) {
        java.util.Arrays.fill(c, row, row + COLUMNS, 0);
      }
      int p = 0;
      for (; p + 4 <= k; p += 4) {
        int place = aOffset + p * ROWS + i;
        four(
            a[place],
            a[place + ROWS],
            a[place + 2 * ROWS],
            a[place + 3 * ROWS],
            b,
            bOffset + p * COLUMNS,
            c,
            row);
      }
      for (; p < k; p++) {
        one(a[aOffset + p * ROWS + i], b, bOffset + p * COLUMNS, c, row);
      }
    }
  }

  private static void four(
      float a0, float a1, float a2, float a3, float[] b, int place, float[] c, int row) {
    for (int j = 0; j < COLUMNS; j++) {
      c[row + j] +=
          a0 * b[place + j]
              + a1 * b[place + COLUMNS + j]
              + a2 * b[place + 2 * COLUMNS + j]
              + a3 * b[place + 3 * COLUMNS + j];
    }
  }

  private static void one(float a, float[] b, int place, float[] c, int row) {
    for (int j = 0; j < COLUMNS; j++) {
      c[row + j] += a * b[place + j];
    }
  }
}
