package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.TileKernel;

/**
 * The inner loop of products with the Vector API, with fused multiply-add: as many rows together as
 * the registers hold. How many they are is of no consequence for any sum.
 */
final class VectorTileKernel implements TileKernel {
  /** Rows of a packed strip of A: at least a vector of them, and both forms divide it. */
  static final int STRIP = Math.max(LANES, 8);

  /** Columns of a packed strip of B. */
  static final int COLUMNS = 2 * LANES;

  private final boolean eightRows;
  private final float[] sums = new float[8 * COLUMNS];

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
    int row = 0;
    while (row < product.rows) {
      int a = product.aOffset + row / STRIP * product.aStripStride + row % STRIP;
      int together = eightRows && product.rows - row > 4 ? 8 : 4;
      if (together == 8) {
        EightRows.multiply(product.a, a, product.b, product.bOffset, product.depth, sums);
      } else {
        FourRows.multiply(product.a, a, product.b, product.bOffset, product.depth, sums);
      }
      takeSums(product, row, Math.min(together, product.rows - row));
      row += together;
    }
  }

  private void takeSums(PanelProduct product, int row, int rows) {
    int c = product.cOffset + row * product.cStride;
    if (product.columns < COLUMNS) {
      takePart(product, c, rows);
    } else if (product.adds) {
      addSums(product.c, c, product.cStride, rows);
    } else {
      putSums(product.c, c, product.cStride, rows);
    }
  }

  private void takePart(PanelProduct product, int first, int rows) {
    for (int i = 0; i < rows; i++) {
      int at = first + i * product.cStride;
      if (product.adds) {
        for (int j = 0; j < product.columns; j++) {
          product.c[at + j] += sums[i * COLUMNS + j];
        }
      } else {
        System.arraycopy(sums, i * COLUMNS, product.c, at, product.columns);
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
