package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.product.BlockedProduct;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.product.ScratchNeed;
import org.gradcl.plan.Launch;

/** The runner of each kind of launch. */
public final class Runners {
  private Runners() {}

  /**
   * Makes a launch ready to run.
   *
   * @param partials how many partial sums a sum over the batch leaves
   */
  public static Runner of(Launch launch, int partials, RunnerContext context) {
    return switch (launch.kind()) {
      case MATMUL -> new MatmulRunner((Launch.Matmul) launch, context);
      case MAP -> new MapRunner((Launch.MapElements) launch, partials, context);
      case ROW -> new RowsRunner((Launch.Rows) launch, partials, context);
      case REDUCE ->
          launch instanceof Launch.Clip clip
              ? new ClipRunner(clip, context)
              : columnSums((Launch.ColumnSums) launch, context);
      case UPDATE -> new UpdateRunner((Launch.Update) launch, context);
    };
  }

  /** What the products among the launches make the scratch grow to. */
  public static ScratchNeed scratchNeed(List<Launch> launches, ProductScratch scratch) {
    return launches.stream()
        .filter(launch -> launch instanceof Launch.Matmul)
        .map(launch -> BlockedProduct.need(MatmulRunner.shape((Launch.Matmul) launch), scratch))
        .reduce(ScratchNeed.NONE, ScratchNeed::max);
  }

  private static Runner columnSums(Launch.ColumnSums launch, RunnerContext context) {
    return new ColumnSumsRunner(launch.input(), launch.store(), launch.checked(), context);
  }
}
