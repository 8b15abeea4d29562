package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.product.ScratchNeed;
import org.gradcl.plan.ClipLaunch;
import org.gradcl.plan.ColumnSumsLaunch;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.ScatterLaunch;
import org.gradcl.plan.UpdateLaunch;

/**
 * The runner of each kind of launch.
 *
 * @param context what all runners of an executable work with
 */
public record Runners(RunnerContext context) implements Launch.Visitor<Runner> {
  /** The runners of launches, in order; some run several that follow each other. */
  public List<LaunchRunner> of(List<Launch> launches) {
    List<LaunchRunner> runners = new ArrayList<>();
    for (Launch launch : launches) {
      runners.add(new LaunchRunner(List.of(launch), launch.accept(this)));
    }
    return ChainRunner.chained(runners, context);
  }

  @Override
  public Runner matmul(MatmulLaunch launch) {
    return new MatmulRunner(launch, context);
  }

  @Override
  public Runner map(MapLaunch launch) {
    return new MapRunner(launch, context);
  }

  @Override
  public Runner row(RowLaunch launch) {
    return new RowsRunner(launch, context);
  }

  @Override
  public Runner scatter(ScatterLaunch launch) {
    return new ScatterRunner(launch, context);
  }

  @Override
  public Runner columnSums(ColumnSumsLaunch launch) {
    return new ColumnSumsRunner(
        launch.input(), launch.store(), launch.mode(), launch.checked(), context);
  }

  @Override
  public Runner clip(ClipLaunch launch) {
    return new ClipRunner(launch, context);
  }

  @Override
  public Runner update(UpdateLaunch launch) {
    return new UpdateRunner(launch, context);
  }

  /** What the products of a plan make the scratch grow to. */
  public static ScratchNeed scratchNeed(Plan plan, ProductScratch scratch) {
    Launch.Visitor<ScratchNeed> needs =
        new ScratchNeeds(OrderOfProducts.of(plan), PackedWeights.of(plan, scratch), scratch);
    return plan.launches().stream()
        .map(launch -> launch.accept(needs))
        .reduce(ScratchNeed.NONE, ScratchNeed::max);
  }
}
