package org.gradcl.backend.jvm.product;

/**
 * The tiles of C. They depend on its shape and the kernel's steps alone, not on the number of
 * threads, so that sums over tiles have the same bits with any number of threads.
 *
 * @param rows rows of a tile
 * @param columns columns of a tile
 * @param down tiles in a column of tiles
 * @param across tiles in a row of tiles
 * @param batch matrices
 */
record TileGrid(int rows, int columns, int down, int across, int batch) {
  /**
   * As many rows are one row of tiles: each tile packs the columns of B that it alone reads, so
   * that B is read once and its strips are in the first-level cache when they are used.
   */
  private static final int MOST_ROWS_OF_ONE_TILE = 512;

  /**
   * Otherwise: so many that a strip of B is used long enough to pay for the wait until it has come,
   * and not more than the second-level cache holds of A for a block of the inner extent.
   */
  private static final int ROWS = 256;

  /** So that A is read again for few tiles; half as many for tiles of many rows. */
  private static final int COLUMNS = 256;

  private static final int FEW_ROWS = 64;

  /** Enough pieces for the cores of a usual machine to end at about the same time. */
  private static final int ENOUGH_TILES = 16;

  /** What is enough where more would mean that several tiles read the same columns of B. */
  private static final int ENOUGH_TILES_OF_ALL_ROWS = 8;

  private static final int LEAST_ROWS = 32;
  private static final int LEAST_COLUMNS = 32;

  /** The grid of a product; only one that several threads share needs many tiles. */
  static TileGrid of(ProductShape shape, int rowStep, int columnStep, boolean shared) {
    int rows = shape.m() <= MOST_ROWS_OF_ONE_TILE ? shape.m() : ROWS;
    int columns = rows <= FEW_ROWS ? COLUMNS : COLUMNS / 2;
    while (shared && columns > LEAST_COLUMNS && tiles(shape, rows, columns) < ENOUGH_TILES) {
      columns /= 2;
    }
    while (shared && rows > LEAST_ROWS && tiles(shape, rows, columns) < ENOUGH_TILES_OF_ALL_ROWS) {
      rows = divideUp(rows, 2);
    }
    rows = roundUp(Math.min(rows, shape.m()), rowStep);
    columns = roundUp(Math.min(columns, shape.n()), columnStep);
    return new TileGrid(
        rows, columns, divideUp(shape.m(), rows), divideUp(shape.n(), columns), shape.batch());
  }

  private static long tiles(ProductShape shape, int rows, int columns) {
    return (long) divideUp(shape.m(), rows) * divideUp(shape.n(), columns) * shape.batch();
  }

  int tiles() {
    return Math.multiplyExact(Math.multiplyExact(down, across), batch);
  }

  /** Sets what a tile is of C. */
  void place(Tile tile, int number, ProductShape shape) {
    tile.number = number;
    tile.matrix = number / (down * across);
    int inMatrix = number % (down * across);
    tile.row = inMatrix / across * rows;
    tile.column = inMatrix % across * columns;
    tile.rows = Math.min(rows, shape.m() - tile.row);
    tile.columns = Math.min(columns, shape.n() - tile.column);
  }

  static int divideUp(int a, int b) {
    return (a + b - 1) / b;
  }

  static int roundUp(int a, int step) {
    return divideUp(a, step) * step;
  }
}
