package org.gradcl.train.fit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.gradcl.backend.StepStatus;
import org.gradcl.train.feed.EpochBatches;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.NonFiniteLossException;
import org.gradcl.train.report.StepLoss;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.LearningRate;

/**
 * Collects the losses of a fit's steps as they come back from the device, adds them to their
 * epoch's and hands them to the listener. Not safe for use by several threads.
 */
final class StepLosses {
  private final DeviceSession session;
  private final EpochLoss epochLoss;
  private final EpochBatches batches;
  private final LearningRate rates;
  private final int totalSteps;
  private final Listener listener;
  private final Supplier<Optional<Path>> lastCheckpoint;
  private final LossQueue arrived = new LossQueue();
  private long firstStepOfEpoch;
  private boolean delivering;
  private NonFiniteLossException failure;

  /**
   * Before the first step.
   *
   * @param totalSteps on which the schedule depends
   * @param lastCheckpoint what a failure names
   */
  StepLosses(
      DeviceSession session,
      EpochLoss epochLoss,
      EpochBatches batches,
      LearningRate rates,
      int totalSteps,
      Listener listener,
      Supplier<Optional<Path>> lastCheckpoint) {
    this.session = session;
    this.epochLoss = epochLoss;
    this.batches = batches;
    this.rates = rates;
    this.totalSteps = totalSteps;
    this.listener = listener;
    this.lastCheckpoint = lastCheckpoint;
  }

  /**
   * Begins an epoch of which some samples are done already.
   *
   * @param step the number of the next step
   * @param sumSoFar the sum of those samples' losses
   */
  void beginEpoch(long step, double sumSoFar, long samplesSoFar) {
    firstStepOfEpoch = step - batches.stepsTo(samplesSoFar);
    epochLoss.begin(sumSoFar, samplesSoFar);
  }

  /**
   * Waits for the losses of all steps so far, and hands them to the listener.
   *
   * @throws NonFiniteLossException if training stopped; thrown at each call, since a listener that
   *     saves may have caught the first, and no step changes anything until {@link #clearFailure}
   */
  void collectAll() {
    take(true);
    deliver();
  }

  /**
   * Takes the losses that have come back. The listener hears of them by {@link #deliver}, after it
   * has heard of the step, whose own loss may be among them.
   *
   * @throws NonFiniteLossException as {@link #collectAll}; the listener has heard of the losses
   *     before the failure then
   */
  void takeArrived() {
    take(false);
  }

  private void take(boolean wait) {
    if (failure == null) {
      StepStatus status = session.state().collect(wait, this::add);
      if (status.nonFinite()) {
        failure = session.failure(status.step(), lastCheckpoint.get());
      }
    }
    if (failure != null) {
      deliver();
      throw failure;
    }
  }

  /**
   * Hands on the losses that were taken. Called outside the device's own call: a listener may save,
   * which collects again.
   */
  void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (!arrived.isEmpty()) {
        long step = arrived.firstStep();
        double loss = arrived.removeFirst();
        listener.onLoss(new StepLoss(step + 1, loss, rates.at(step, totalSteps)));
      }
    } finally {
      delivering = false;
    }
  }

  /** Allows training to continue from the parameters before the failure, if there was one. */
  void clearFailure() {
    if (failure != null) {
      session.clearFailure();
    }
  }

  private void add(long step, double loss) {
    epochLoss.add(loss, batches, batches.beginOfStep(step - firstStepOfEpoch));
    arrived.add(step, loss);
  }

  /** The learning rate of the last of the steps made. */
  float learningRate(long stepsMade) {
    return rates.at(stepsMade - 1, totalSteps);
  }

  /** The sum over the epoch so far, before reduction. */
  double sum() {
    return epochLoss.sum();
  }

  /** The loss of the epoch so far; NaN if no step's loss is known. */
  double value() {
    return epochLoss.value();
  }
}
