package org.gradcl.backend.jvm.product;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.InPlaceKernel;
import org.gradcl.backend.jvm.arithmetic.InPlaceProduct;
import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.StripPacker;
import org.gradcl.backend.jvm.arithmetic.Strips;
import org.gradcl.backend.jvm.arithmetic.TileKernel;

/**
 * The memory that products need while they run: packed factors, and for each thread a tile and a
 * kernel. Many products share one, one after the other, under one thread at a time.
 */
public final class ProductScratch {
  final TileKernel[] kernels;
  final PanelProduct[] panels;
  final Strips[] strips;

  /** None where products with few rows are packed like all others. */
  final InPlaceKernel[] inPlaceKernels;

  final InPlaceProduct[] inPlaceProducts;
  final Tile[] tiles;
  final float[][] tileA;
  final float[][] tileB;
  final float[][] tileC;
  float[] sharedA = new float[0];
  float[] sharedB = new float[0];

  /** Scratch for a number of threads; grows as {@link Product}s are made with it. */
  public ProductScratch(Arithmetic arithmetic, int threads) {
    this(
        arithmetic.stripPacker(),
        arithmetic::tileKernel,
        Stream.generate(arithmetic::inPlaceKernel)
            .limit(threads)
            .flatMap(Optional::stream)
            .toArray(InPlaceKernel[]::new),
        threads);
  }

  /** The same with a form of the kernel other than the one that suits the machine, and no other. */
  ProductScratch(StripPacker packer, Supplier<TileKernel> kernel, int threads) {
    this(packer, kernel, new InPlaceKernel[0], threads);
  }

  private ProductScratch(
      StripPacker packer, Supplier<TileKernel> kernel, InPlaceKernel[] inPlace, int threads) {
    inPlaceKernels = inPlace;
    inPlaceProducts = new InPlaceProduct[threads];
    kernels = new TileKernel[threads];
    panels = new PanelProduct[threads];
    strips = new Strips[threads];
    tiles = new Tile[threads];
    tileA = new float[threads][0];
    tileB = new float[threads][0];
    tileC = new float[threads][0];
    for (int i = 0; i < threads; i++) {
      kernels[i] = kernel.get();
      panels[i] = new PanelProduct();
      inPlaceProducts[i] = new InPlaceProduct();
      strips[i] = new Strips(packer);
      tiles[i] = new Tile();
    }
  }

  int rowStep() {
    return kernels[0].rowStep();
  }

  int columnStep() {
    return kernels[0].columnStep();
  }

  void reserve(ScratchNeed need) {
    sharedA = grown(sharedA, need.sharedA());
    sharedB = grown(sharedB, need.sharedB());
    for (int i = 0; i < tiles.length; i++) {
      tileA[i] = grown(tileA[i], need.tileA());
      tileB[i] = grown(tileB[i], need.tileB());
      tileC[i] = grown(tileC[i], need.tile());
    }
  }

  private static float[] grown(float[] array, int floats) {
    return array.length < floats ? new float[floats] : array;
  }

  /** Bytes that a need takes in all. */
  public long bytes(ScratchNeed need) {
    return need.bytes(tiles.length);
  }

  /** Bytes that would have to be allocated for a need beside what there is. */
  public long additionalBytes(ScratchNeed need) {
    return bytes(
        new ScratchNeed(
            additional(sharedA, need.sharedA()),
            additional(sharedB, need.sharedB()),
            additional(tileA[0], need.tileA()),
            additional(tileB[0], need.tileB()),
            additional(tileC[0], need.tile())));
  }

  private static int additional(float[] array, int floats) {
    return array.length < floats ? floats : 0;
  }
}
