package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.product.MatrixProduct;
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
  public static Runner of(Launch launch, int partials, Launching with) {
    return switch (launch.kind()) {
      case MATMUL -> new MatmulRunner((Launch.Matmul) launch, with);
      case MAP -> new MapRunner((Launch.MapElements) launch, partials, with);
      case ROW -> new RowsRunner((Launch.Rows) launch, partials, with);
      case REDUCE ->
          launch instanceof Launch.Clip clip
              ? new ClipRunner(clip, with)
              : columnSums((Launch.ColumnSums) launch, with);
      case UPDATE -> new UpdateRunner((Launch.Update) launch, with);
    };
  }

  /** What the products among the launches make the scratch grow to. */
  public static ScratchNeed scratchNeed(List<Launch> launches, ProductScratch scratch) {
    return launches.stream()
        .filter(launch -> launch instanceof Launch.Matmul)
        .map(launch -> MatrixProduct.need(MatmulRunner.shape((Launch.Matmul) launch), scratch))
        .reduce(ScratchNeed.NONE, ScratchNeed::max);
  }

  private static Runner columnSums(Launch.ColumnSums launch, Launching with) {
    return new ColumnSums(launch.input(), launch.store(), launch.checked(), with);
  }
}
