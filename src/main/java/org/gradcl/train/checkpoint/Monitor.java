package org.gradcl.train.checkpoint;

import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Goal;

/**
 * The figure by which the best state of a run is known.
 *
 * @param figure its name in an {@link EpochReport}
 * @param goal whether less or more of it is better
 */
public record Monitor(String figure, Goal goal) {
  /** What is monitored unless the program says otherwise, where there is validation data. */
  public static final Monitor VALIDATION_LOSS =
      new Monitor(EpochReport.VALIDATION_LOSS, Goal.MINIMIZE);
}
