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
    switch (launch.kind()) {
      case MATMUL:
        return new MatmulRunner((Launch.Matmul) launch, with);
      case MAP:
        return new MapRunner((Launch.MapElements) launch, partials, with);
      case ROW:
        return new RowsRunner((Launch.Rows) launch, partials, with);
      case REDUCE:
        if (launch instanceof Launch.Clip) {
          return new ClipRunner((Launch.Clip) launch, with);
        }
        Launch.ColumnSums sums = (Launch.ColumnSums) launch;
        return new ColumnSummer(sums.input(), sums.store(), sums.checked(), with);
      case UPDATE:
        return new UpdateRunner((Launch.Update) launch, with);
    }
    throw new AssertionError(launch.kind());
  }
}
