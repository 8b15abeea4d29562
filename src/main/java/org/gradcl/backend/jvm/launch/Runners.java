package org.gradcl.backend.jvm.launch;

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

  private static Runner columnSums(Launch.ColumnSums launch, Launching with) {
    return new ColumnSums(launch.input(), launch.store(), launch.checked(), with);
  }
}
