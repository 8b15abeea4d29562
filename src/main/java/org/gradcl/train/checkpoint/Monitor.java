package org.gradcl.train.checkpoint;

import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Goal;

/**
 * The figure that decides which state of a run is the best.
 *
 * @param figure its name in an {@link EpochReport}
 * @param goal whether less or more of it is better
 */
public record Monitor(String figure, Goal goal) {
  /** What is watched where there is no validation data and nothing else is asked for. */
  public static final Monitor TRAINING_LOSS = new Monitor(EpochReport.LOSS, Goal.MINIMIZE);

  /** The default monitor where there is validation data. */
  public static final Monitor VALIDATION_LOSS =
      new Monitor(EpochReport.VALIDATION_LOSS, Goal.MINIMIZE);
}
