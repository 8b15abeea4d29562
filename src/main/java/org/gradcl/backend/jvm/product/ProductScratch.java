package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.TileKernel;

/**
 * The memory that products need while they run: packed factors, and for each thread a tile and a
 * kernel. Many products share one, one after the other, under one thread at a time.
 */
public final class ProductScratch {
  final TileKernel[] kernels;
  final PanelProduct[] panels;
  final Tile[] tiles;
  float[] packedA = new float[0];
  float[] packedB = new float[0];

  /** Scratch for a number of threads; grows as {@link BlockedProduct}s are made with it. */
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

  void reserve(ScratchNeed need) {
    if (packedA.length < need.packedA()) {
      packedA = new float[need.packedA()];
    }
    if (packedB.length < need.packedB()) {
      packedB = new float[need.packedB()];
    }
    for (Tile tile : tiles) {
      if (tile.values.length < need.tile()) {
        tile.values = new float[need.tile()];
      }
    }
  }

  /** Bytes that a need takes in all. */
  public long bytes(ScratchNeed need) {
    return 4 * ((long) need.packedA() + need.packedB() + (long) tiles.length * need.tile());
  }

  /** Bytes that would have to be allocated for a need beside what there is. */
  public long additionalBytes(ScratchNeed need) {
    return bytes(
        new ScratchNeed(
            additional(packedA, need.packedA()),
            additional(packedB, need.packedB()),
            additional(tiles[0].values, need.tile())));
  }

  private static int additional(float[] array, int floats) {
    return array.length < floats ? floats : 0;
  }
}
