package org.gradcl.train.checkpoint;

import java.util.OptionalInt;

/**
 * Watches the validation loss: which epoch was the best, and whether it has not improved for too
 * long. Immutable; NaN is never an improvement.
 *
 * @param bestEpoch the number of the best epoch, from 1; 0 before the first
 * @param bestLoss its validation loss
 * @param epochsSince how many epochs have ended since then
 */
public record EarlyStopping(int bestEpoch, double bestLoss, int epochsSince) {

  /**
   * Before the first epoch.
   *
   * @return a watch that has seen nothing
   */
  public static EarlyStopping start() {
    return new EarlyStopping(0, Double.POSITIVE_INFINITY, 0);
  }

  /**
   * After one more epoch.
   *
   * @param epoch its number, from 1
   * @param validationLoss at its end; may be NaN
   * @return the watch with that epoch seen
   */
  public EarlyStopping after(int epoch, double validationLoss) {
    return validationLoss < bestLoss
        ? new EarlyStopping(epoch, validationLoss, 0)
        : new EarlyStopping(bestEpoch, bestLoss, epochsSince + 1);
  }

  /** {@return a watch that counts from here on, with the best epoch so far still to be beaten} */
  public EarlyStopping anew() {
    return new EarlyStopping(bestEpoch, bestLoss, 0);
  }

  /** {@return whether the last epoch was the best so far} */
  public boolean improved() {
    return bestEpoch > 0 && epochsSince == 0;
  }

  /**
   * {@return whether the loss has not improved for {@code patience} epochs}
   *
   * @param patience at least 1
   */
  public boolean exhausted(int patience) {
    return epochsSince >= patience;
  }

  /** {@return the best epoch, if one has ended with a finite loss} */
  public OptionalInt best() {
    return bestEpoch == 0 ? OptionalInt.empty() : OptionalInt.of(bestEpoch);
  }
}
