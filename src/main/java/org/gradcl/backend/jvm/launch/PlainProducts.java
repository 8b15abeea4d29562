package org.gradcl.backend.jvm.launch;

/** Matrix products in plain Java, row by row. */
public final class PlainProducts implements Products {
  private static final int ROWS = 8;

  /** Stateless. */
  public PlainProducts() {}

  @Override
  public Prepared prepare(
      int m, int n, int k, boolean transposeA, boolean transposeB, int threads) {
    return new Rows(m, n, k, transposeA, transposeB);
  }

  private record Rows(int m, int n, int k, boolean transposeA, boolean transposeB)
      implements Prepared {
    @Override
    public void run(
        Team team,
        float[] a,
        int aOffset,
        int lda,
        float[] b,
        int bOffset,
        int ldb,
        float[] c,
        int cOffset,
        int ldc,
        Tiles tiles) {
      team.run(
          tiles(),
          (part, thread) -> {
            int row = part * ROWS;
            int rows = Math.min(ROWS, m - row);
            for (int i = row; i < row + rows; i++) {
              for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int p = 0; p < k; p++) {
                  sum +=
                      a[aOffset + (transposeA ? p * lda + i : i * lda + p)]
                          * b[bOffset + (transposeB ? j * ldb + p : p * ldb + j)];
                }
                c[cOffset + i * ldc + j] = sum;
              }
            }
            tiles.tile(part, thread, row, rows, 0, n);
          });
    }

    @Override
    public int tiles() {
      return (m + ROWS - 1) / ROWS;
    }

    @Override
    public String variant() {
      return "plain, " + ROWS + " rows";
    }
  }
}
