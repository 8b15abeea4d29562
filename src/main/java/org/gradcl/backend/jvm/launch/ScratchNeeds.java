package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.product.Product;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.product.ScratchNeed;
import org.gradcl.plan.ClipLaunch;
import org.gradcl.plan.ColumnSumsLaunch;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.UpdateLaunch;

/** What a launch makes the scratch of products grow to: products something, all others nothing. */
record ScratchNeeds(OrderOfProducts order, ProductScratch scratch)
    implements Launch.Visitor<ScratchNeed> {
  @Override
  public ScratchNeed matmul(MatmulLaunch launch) {
    return Product.need(
        MatmulRunner.shape(launch),
        MatmulRunner.factor(launch.a()),
        MatmulRunner.factor(launch.b()),
        order.of(launch),
        scratch);
  }

  @Override
  public ScratchNeed map(MapLaunch launch) {
    return ScratchNeed.NONE;
  }

  @Override
  public ScratchNeed row(RowLaunch launch) {
    return ScratchNeed.NONE;
  }

  @Override
  public ScratchNeed columnSums(ColumnSumsLaunch launch) {
    return ScratchNeed.NONE;
  }

  @Override
  public ScratchNeed clip(ClipLaunch launch) {
    return ScratchNeed.NONE;
  }

  @Override
  public ScratchNeed update(UpdateLaunch launch) {
    return ScratchNeed.NONE;
  }
}
