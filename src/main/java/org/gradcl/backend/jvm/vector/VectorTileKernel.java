package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import java.util.Arrays;
import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.TileKernel;

/**
 * The inner loop of products with the Vector API, with fused multiply-add: as many rows together as
 * the registers hold. How many they are is of no consequence for any sum.
 */
final class VectorTileKernel implements TileKernel {
  /** Rows of a strip of A's neighbours: at least a vector of them, and both forms divide it. */
  static final int STRIP = Math.max(LANES, 8);

  /** Columns of a packed strip of B. */
  static final int COLUMNS = 2 * LANES;

  private static final VectorStripPacker PACKER = new VectorStripPacker();

  private final boolean eightRows;
  private final float[] sums = new float[8 * COLUMNS];
  private final float[] zeros = new float[8 * COLUMNS];

  VectorTileKernel(boolean eightRows) {
    this.eightRows = eightRows;
  }

  @Override
  public int rowStep() {
    return STRIP;
  }

  @Override
  public int columnStep() {
    return COLUMNS;
  }

  /** A's part takes a quarter of a second-level cache: 512 KiB, or 1 MiB where registers are 32. */
  @Override
  public int rowsAtATime() {
    return Width.REGISTERS > 16 ? 256 : 128;
  }

  @Override
  public void multiply(PanelProduct product) {
    if (product.aOfRows) {
      for (int column = 0; column < product.columns; column += COLUMNS) {
        multiplyRows(product, column);
      }
    } else {
      multiplyNeighbours(product);
    }
  }

  private void multiplyNeighbours(PanelProduct product) {
    int row = 0;
    while (row < product.rows) {
      int a = product.aOffset + row / STRIP * product.aStripStride + row % STRIP;
      boolean narrow = product.columns <= LANES;
      int together = (eightRows || narrow) && product.rows - row > 4 ? 8 : 4;
      boolean direct = together == 4 && product.rows - row >= 4 && !product.adds;
      int column = direct ? putFourRows(product, a, row) : 0;
      for (; column < product.columns; column += COLUMNS) {
        sumNeighbours(product, a, together, column);
        takeSums(product, row, column, product.cStride, Math.min(together, product.rows - row));
      }
      row += together;
    }
  }

  private void sumNeighbours(PanelProduct product, int a, int together, int column) {
    int b = product.bOffset + column / COLUMNS * product.bStripStride;
    if (together == 8 && product.columns - column <= LANES) {
      EightNarrowRows.multiply(product.a, a, product.b, b, product.depth, sums);
    } else if (together == 8) {
      EightRows.multiply(product.a, a, product.b, b, product.depth, sums);
    } else {
      FourRows.multiply(product.a, a, product.b, b, product.depth, sums);
    }
  }

  /** Four rows of C, along all whole strips of B; returns the first column behind them. */
  private static int putFourRows(PanelProduct product, int a, int row) {
    int whole = product.columns / COLUMNS;
    FourRowsOfC.put(
        product.a,
        a,
        product.b,
        product.bOffset,
        product.bStripStride,
        product.depth,
        product.c,
        product.cOffset + row * product.cStride,
        product.cStride,
        whole);
    return whole * COLUMNS;
  }

  private void multiplyRows(PanelProduct product, int column) {
    int phases = product.aPhases;
    int group = ROWS_OF_STRIP * phases;
    int strip = 0;
    for (int first = 0; first < product.rows; first += group) {
      int lines = Math.min(group, product.rows - first);
      for (int phase = 0; phase < phases; phase++) {
        int rows = phases == 1 ? lines : (lines - phase + phases - 1) / phases;
        multiplyStrip(product, strip, first + phase, rows, column);
        strip++;
      }
    }
  }

  private void multiplyStrip(PanelProduct product, int strip, int first, int rows, int column) {
    int stride = product.cStride * product.aPhases;
    int b = product.bOffset + column / COLUMNS * product.bStripStride;
    boolean narrow = product.columns - column <= LANES;
    int row = 0;
    while (row < rows) {
      int together = (eightRows || narrow) && rows - row > 4 ? 8 : 4;
      int a = product.aOffset + strip * product.aStripStride + row * ROW_DISTANCE;
      if (product.aParts == null) {
        sumRows(product, a, b, together, narrow, 0, product.depth, zeros);
      } else {
        sumParts(product, product.aFirstStrip + strip, a, b, together, narrow);
      }
      int firstRow = first + row * product.aPhases;
      takeSums(product, firstRow, column, stride, Math.min(together, rows - row));
      row += together;
    }
  }

  private void sumParts(
      PanelProduct product, int strip, int a, int b, int together, boolean narrow) {
    int parts = product.aParts.count(strip);
    if (parts == 0) {
      Arrays.fill(sums, 0f);
    }
    for (int part = 0; part < parts; part++) {
      int from = product.aParts.from(strip, part);
      int depth = product.aParts.to(strip, part) - from;
      sumRows(product, a, b, together, narrow, from, depth, part == 0 ? zeros : sums);
    }
  }

  private void sumRows(
      PanelProduct product,
      int row,
      int strip,
      int together,
      boolean narrow,
      int from,
      int depth,
      float[] before) {
    int a = row + from;
    int b = strip + from * COLUMNS;
    if (together == 8 && narrow) {
      EightNarrowRowsApart.multiply(product.a, a, product.b, b, depth, before, sums);
    } else if (together == 8) {
      EightRowsApart.multiply(product.a, a, product.b, b, depth, before, sums);
    } else {
      FourRowsApart.multiply(product.a, a, product.b, b, depth, before, sums);
    }
  }

  private void takeSums(PanelProduct product, int row, int column, int stride, int rows) {
    int c = product.cOffset + row * product.cStride + column;
    int columns = product.columns - column;
    if (columns < COLUMNS) {
      takePart(product, c, stride, rows, columns);
    } else if (product.adds) {
      addSums(product.c, c, stride, rows);
    } else {
      putSums(product.c, c, stride, rows);
    }
  }

  private void takePart(PanelProduct product, int first, int stride, int rows, int columns) {
    if (!product.adds) {
      PACKER.runs(sums, 0, COLUMNS, rows, columns, product.c, first, stride);
      return;
    }
    for (int i = 0; i < rows; i++) {
      int at = first + i * stride;
      for (int j = 0; j < columns; j++) {
        product.c[at + j] += sums[i * COLUMNS + j];
      }
    }
  }

  private void addSums(float[] c, int first, int stride, int rows) {
    for (int i = 0; i < rows; i++) {
      int at = first + i * stride;
      Width.load(c, at).add(Width.load(sums, i * COLUMNS)).intoArray(c, at);
      at += LANES;
      Width.load(c, at).add(Width.load(sums, i * COLUMNS + LANES)).intoArray(c, at);
    }
  }

  private void putSums(float[] c, int first, int stride, int rows) {
    for (int i = 0; i < rows; i++) {
      int at = first + i * stride;
      Width.load(sums, i * COLUMNS).intoArray(c, at);
      Width.load(sums, i * COLUMNS + LANES).intoArray(c, at + LANES);
    }
  }
}
