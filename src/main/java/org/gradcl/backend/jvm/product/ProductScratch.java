package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.TileKernel;

/**
 * The memory that products need while they run: packed factors, and for each thread a tile and a
 * kernel. Many products share one, one after the other.
 */
public final class ProductScratch {
  final TileKernel[] kernels;
  final PanelProduct[] panels;
  final Tile[] tiles;
  float[] packedA = new float[0];
  float[] packedB = new float[0];

  /** Scratch for a number of threads; grows as {@link MatrixProduct}s are made with it. */
  public ProductScratch(Arithmetic arithmetic, int threads) {
    kernels = new TileKernel[threads];
    panels = new PanelProduct[threads];
    tiles = new Tile[threads];
    for (int i = 0; i < threads; i++) {
      kernels[i] = arithmetic.tileKernel();
      panels[i] = new PanelProduct();
      tiles[i] = new Tile();
      tiles[i].values = new float[0];
    }
  }

  int rowStep() {
    return kernels[0].rowStep();
  }

  int columnStep() {
    return kernels[0].columnStep();
  }

  void reserve(int packedAFloats, int packedBFloats, int tileFloats) {
    if (packedA.length < packedAFloats) {
      packedA = new float[packedAFloats];
    }
    if (packedB.length < packedBFloats) {
      packedB = new float[packedBFloats];
    }
    for (Tile tile : tiles) {
      if (tile.values.length < tileFloats) {
        tile.values = new float[tileFloats];
      }
    }
  }

  /** Bytes of all its memory. */
  public long bytes() {
    long floats = (long) packedA.length + packedB.length;
    for (Tile tile : tiles) {
      floats += tile.values.length;
    }
    return 4 * floats;
  }
}
