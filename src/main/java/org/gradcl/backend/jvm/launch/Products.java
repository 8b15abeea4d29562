package org.gradcl.backend.jvm.launch;

/** Matrix products of the JVM engine. */
public interface Products {
  /** A product of fixed shape, made ready: blocks chosen, packing memory allocated. */
  interface Prepared {
    /**
     * C = op(A) · op(B) with C row major; after each tile of C is complete, {@code tiles} sees it.
     *
     * @param a array and offset of A, and so on
     * @param c where the product is put, rows {@code ldc} apart
     */
    void run(
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
        Tiles tiles);

    /** The number of tiles of C: fixed by the shape, whatever the number of threads. */
    int tiles();

    /** The blocks and tiles, for {@code explain}. */
    String variant();
  }

  /** Sees each tile of C once it is complete, on the thread that computed it. */
  @FunctionalInterface
  interface Tiles {
    /**
     * A complete tile.
     *
     * @param tile its number, from 0
     * @param thread the number of the thread
     */
    void tile(int tile, int thread, int row, int rows, int column, int columns);
  }

  /** Makes a product of a shape ready. */
  Prepared prepare(int m, int n, int k, boolean transposeA, boolean transposeB, int threads);
}
