package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.product.Factor;
import org.gradcl.backend.jvm.product.Product;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.product.ProductShape;
import org.gradcl.backend.jvm.product.ScratchNeed;
import org.gradcl.backend.jvm.product.WeightsProduct;
import org.gradcl.plan.ClipLaunch;
import org.gradcl.plan.ColumnSumsLaunch;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.ScatterLaunch;
import org.gradcl.plan.UpdateLaunch;

/** What a launch makes the scratch of products grow to: products something, all others nothing. */
record ScratchNeeds(OrderOfProducts order, List<WeightMatrix> kept, ProductScratch scratch)
    implements Launch.Visitor<ScratchNeed> {
  ScratchNeeds {
    kept = List.copyOf(kept);
  }

  @Override
  public ScratchNeed matmul(MatmulLaunch launch) {
    ProductShape shape = MatmulRunner.shape(launch);
    Factor a = MatmulRunner.factor(launch.a());
    Factor b = MatmulRunner.factor(launch.b());
    ScratchNeed need = Product.need(shape, a, b, order.of(launch), scratch);
    return WeightMatrix.of(launch, order.trains(), scratch)
        .filter(kept::contains)
        .map(matrix -> need.max(WeightsProduct.need(shape, order.trains(), a, b, scratch)))
        .orElse(need);
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
  public ScratchNeed scatter(ScatterLaunch launch) {
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
