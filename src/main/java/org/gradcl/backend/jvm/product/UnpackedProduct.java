package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;

/** A product that reads op(B) where it lies, by the kernels for that. */
abstract class UnpackedProduct extends Product {
  /** What waiting for a number of B takes, in multiply-adds. */
  private static final int READING_COST = 8;

  /** Numbers of B that are read for a tile: so many that its epilogue is nothing beside them. */
  private static final int NUMBERS_OF_TILE = 1 << 15;

  private static final int MOST_COLUMNS = 512;
  private static final int LEAST_COLUMNS = 16;
  private static final int ENOUGH_TILES = 8;

  /** Columns that are turned before the next ones, so that they are still in the nearest cache. */
  private static final int TURNED_COLUMNS = 16;

  final StridedFactor right;

  UnpackedProduct(ProductShape shape, StridedFactor right, ProductScratch scratch) {
    super(shape, scratch);
    this.right = right;
  }

  /**
   * Whether a product of few rows, which takes as long as B is read, is work for several threads.
   */
  static boolean readingIsShared(ProductShape shape) {
    long numbersOfB = (long) shape.n() * shape.k() * shape.batch();
    return numbersOfB * Math.max(shape.m(), READING_COST) >= LEAST_SHARED_WORK;
  }

  /** Tiles of all rows, where the columns of op(B) are lines that are read to their end. */
  final TileGrid gridOfLines(boolean shared) {
    int columns = Math.min(MOST_COLUMNS, NUMBERS_OF_TILE / shape.k());
    while (shared && tiles(columns) < ENOUGH_TILES && columns > LEAST_COLUMNS) {
      columns /= 2;
    }
    columns = TileGrid.roundUp(Math.max(columns, LEAST_COLUMNS), LEAST_COLUMNS);
    columns = Math.min(columns, shape.n());
    int across = TileGrid.divideUp(shape.n(), columns);
    return new TileGrid(shape.m(), columns, 1, across, shape.batch());
  }

  private long tiles(int columns) {
    return (long) shape.batch() * TileGrid.divideUp(shape.n(), Math.max(1, columns));
  }

  /**
   * Writes a turned tile to where it belongs.
   *
   * @param sums the turned tile, which begins at {@code from}
   * @param stripStride distance of strips of rows
   * @param width rows of a strip
   */
  static void turn(float[] sums, int from, int stripStride, int width, Tile tile) {
    for (int first = 0; first < tile.columns; first += TURNED_COLUMNS) {
      int end = Math.min(first + TURNED_COLUMNS, tile.columns);
      for (int row = 0; row < tile.rows; row++) {
        int c = tile.offset + row * tile.stride;
        int source = from + row / width * stripStride + row % width;
        for (int j = first; j < end; j++) {
          tile.values[c + j] = sums[source + j * width];
        }
      }
    }
  }

  /** The thread's operands with B and C set for a block of the inner extent of a tile. */
  final InPlaceProduct bind(Tile tile, int depth, int thread) {
    InPlaceProduct product = scratch.inPlaceProducts[thread];
    product.b = right.values();
    product.bOffset = right.at(tile.matrix, tile.column, depth);
    product.bStride = right.stride();
    product.cIsTurned = false;
    product.c = tile.values;
    product.cOffset = tile.offset;
    product.cStride = tile.stride;
    product.rows = tile.rows;
    product.columns = tile.columns;
    product.depth = length(depth);
    return product;
  }
}
