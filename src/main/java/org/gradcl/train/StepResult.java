package org.gradcl.train;

import org.gradcl.train.report.NonFiniteLossException;

/**
 * One step that was handed to the device. Belongs to its trainer and is used under the same rule:
 * one thread at a time.
 */
public final class StepResult {
  private final Trainer trainer;
  private final long step;
  private final int samples;
  private double loss = Double.NaN;
  private boolean known;
  private NonFiniteLossException failure;

  StepResult(Trainer trainer, long step, int samples) {
    this.trainer = trainer;
    this.step = step;
    this.samples = samples;
  }

  /** {@return the number of updates made before this step since the model was new} */
  public long step() {
    return step;
  }

  /** {@return samples in the batch} */
  public int samples() {
    return samples;
  }

  /**
   * {@return the loss of the batch before the update, or the mean of the batches' losses where a
   * step takes several} Waits for the device, if it is not known yet.
   *
   * @throws NonFiniteLossException if this step or one before it had a loss or gradient that was
   *     not finite
   * @throws IllegalStateException if the trainer was closed before the loss was known, or a step of
   *     several batches lacks some of them
   */
  public double loss() {
    if (!known && failure == null) {
      trainer.await(this);
    }
    if (failure != null) {
      trainer.reported(failure);
      throw failure;
    }
    if (!known) {
      throw new IllegalStateException(
          "The loss of a step of several batches is known once all of them were given");
    }
    return loss;
  }

  boolean isKnown() {
    return known;
  }

  void resolve(double value) {
    loss = value;
    known = true;
  }

  void fail(NonFiniteLossException exception) {
    failure = exception;
  }
}
