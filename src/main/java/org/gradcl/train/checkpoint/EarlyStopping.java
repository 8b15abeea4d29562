package org.gradcl.train.checkpoint;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.gradcl.train.report.Goal;

/**
 * Watches one figure: when it was the best, and whether it has not improved for too long. An equal
 * figure is no improvement, and neither is NaN. Immutable.
 *
 * @param goal whether less or more is better
 * @param bestEpoch the number of the best epoch, from 1; 0 before the first
 * @param bestStep updates made by then
 * @param best its figure
 * @param since the number of validations since then
 */
public record EarlyStopping(Goal goal, int bestEpoch, long bestStep, double best, int since) {

  /** A watch before the first validation. */
  public static EarlyStopping start(Goal goal) {
    return new EarlyStopping(goal, 0, 0, goal.worst(), 0);
  }

  /**
   * The watch after one more validation.
   *
   * @param epoch the number of its epoch, from 1
   * @param step updates made by then
   * @param figure may be NaN
   */
  public EarlyStopping after(int epoch, long step, double figure) {
    return goal.isBetter(figure, best)
        ? new EarlyStopping(goal, epoch, step, figure, 0)
        : new EarlyStopping(goal, bestEpoch, bestStep, best, since + 1);
  }

  /** A watch that counts from here on and keeps the best so far. */
  public EarlyStopping anew() {
    return new EarlyStopping(goal, bestEpoch, bestStep, best, 0);
  }

  /** Whether the last validation was the best so far. */
  public boolean improved() {
    return bestEpoch > 0 && since == 0;
  }

  /** Whether the figure has not improved for {@code patience} validations, at least 1. */
  public boolean exhausted(int patience) {
    return since >= patience;
  }

  /** The best epoch, if one had a finite figure. */
  public OptionalInt epoch() {
    return bestEpoch == 0 ? OptionalInt.empty() : OptionalInt.of(bestEpoch);
  }

  /** The updates made until the best validation, if there is one. */
  public OptionalLong step() {
    return bestEpoch == 0 ? OptionalLong.empty() : OptionalLong.of(bestStep);
  }
}
