package org.gradcl.gpu;

import org.gradcl.gpu.product.GpuFigures;
import org.gradcl.gpu.product.SliceCosts;
import org.gradcl.gpu.product.SliceCounts;
import org.gradcl.gpu.product.Tile;
import org.gradcl.gpu.product.TimeModel;
import org.gradcl.gpu.product.TimeModel.Product;
import org.gradcl.plan.MatmulLaunch;

/**
 * What the time model says of one launch of a product.
 *
 * @param kernel the launch
 * @param product its extents
 * @param groups work-groups
 * @param groupsPerUnit of these that a unit holds
 * @param microseconds the model's
 */
record ModelRow(
    DumpedKernel kernel, Product product, long groups, int groupsPerUnit, double microseconds) {

  static ModelRow of(DumpedKernel kernel, Measured measured) {
    GpuFigures figures = kernel.device().figures();
    SliceCounts slice = measured.sliceOrThrow();
    Tile tile = kernel.tile().orElseThrow();
    MatmulLaunch launch = kernel.product().orElseThrow();
    long groups = kernel.launch().shape().groups();
    long tiles =
        (long) launch.batch() * ceil(launch.m(), tile.rows()) * ceil(launch.n(), tile.columns());
    Product product =
        new Product(
            launch.m(),
            launch.n(),
            launch.k(),
            launch.batch(),
            Math.toIntExact(Math.max(1, groups / tiles)));
    SliceCosts costs = SliceCosts.of(measured.listing(), slice, tile, figures);
    return new ModelRow(
        kernel,
        product,
        groups,
        TimeModel.groupsPerUnit(costs, figures),
        TimeModel.microseconds(product, costs, figures));
  }

  /** Microseconds that the product takes at the peak. */
  double idealMicroseconds() {
    return product.flops() / kernel.device().figures().peakTeraflops() / 1e6;
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }
}
