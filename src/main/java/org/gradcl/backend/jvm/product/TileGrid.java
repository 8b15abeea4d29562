package org.gradcl.backend.jvm.product;

/**
 * The tiles of C. They depend on its shape and the kernel's steps alone, not on the number of
 * threads, so that sums over tiles have the same bits with any number of threads.
 *
 * @param rows rows of a tile, a multiple of the kernel's row step
 * @param columns columns of a tile, a multiple of the kernel's column step
 * @param down tiles in a column of tiles
 * @param across tiles in a row of tiles
 * @param batch matrices
 */
record TileGrid(int rows, int columns, int down, int across, int batch) {
  /** So that a tile's sums stay in the second-level cache with the panels they come from. */
  private static final int MOST_ROWS = 64;

  private static final int MOST_COLUMNS = 128;

  /** Enough pieces for the cores of a usual machine to end at about the same time. */
  private static final int ENOUGH_TILES = 16;

  private static final int LEAST_ROWS = 16;

  /** The grid of a product; only one that several threads share needs many tiles. */
  static TileGrid of(ProductShape shape, int rowStep, int columnStep, boolean shared) {
    int columns = Math.min(roundUp(shape.n(), columnStep), roundUp(MOST_COLUMNS, columnStep));
    int across = divideUp(shape.n(), columns);
    int rows = MOST_ROWS;
    while (shared
        && rows > LEAST_ROWS
        && (long) divideUp(shape.m(), rows) * across * shape.batch() < ENOUGH_TILES) {
      rows /= 2;
    }
    rows = roundUp(Math.min(rows, shape.m()), rowStep);
    return new TileGrid(rows, columns, divideUp(shape.m(), rows), across, shape.batch());
  }

  int tiles() {
    return Math.multiplyExact(Math.multiplyExact(down, across), batch);
  }

  static int divideUp(int a, int b) {
    return (a + b - 1) / b;
  }

  static int roundUp(int a, int step) {
    return divideUp(a, step) * step;
  }
}
