package org.gradcl.train.fit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.gradcl.backend.StepStatus;
import org.gradcl.train.feed.BatchPlans;
import org.gradcl.train.report.NonFiniteLossException;
import org.gradcl.train.session.DeviceSession;

/**
 * Collects the losses of a fit's steps as they come back from the device and adds them to their
 * epoch's. Not safe for use by several threads.
 */
final class StepLosses {
  private final DeviceSession session;
  private final EpochLoss epochLoss;
  private final long samples;
  private final int batchSize;
  private final Supplier<Optional<Path>> lastCheckpoint;
  private long firstStepOfEpoch;
  private NonFiniteLossException failure;

  /**
   * Before the first step.
   *
   * @param samples in an epoch
   * @param lastCheckpoint what a failure names
   */
  StepLosses(
      DeviceSession session,
      EpochLoss epochLoss,
      long samples,
      int batchSize,
      Supplier<Optional<Path>> lastCheckpoint) {
    this.session = session;
    this.epochLoss = epochLoss;
    this.samples = samples;
    this.batchSize = batchSize;
    this.lastCheckpoint = lastCheckpoint;
  }

  /**
   * Begins an epoch of which some samples are done already.
   *
   * @param step the number of the next step
   * @param sumSoFar the sum of those samples' losses
   */
  void beginEpoch(long step, double sumSoFar, long samplesSoFar) {
    firstStepOfEpoch = step - BatchPlans.steps(samplesSoFar, batchSize);
    epochLoss.begin(sumSoFar, samplesSoFar);
  }

  /**
   * Takes the losses that have come back.
   *
   * @param wait whether to wait for those of all steps so far
   * @throws NonFiniteLossException if training stopped; again and again, since a listener that
   *     saves may have caught the first, and no step changes anything until {@link #forgiveFailure}
   */
  void collect(boolean wait) {
    if (failure == null) {
      StepStatus status = session.state().collect(wait, this::add);
      if (status.nonFinite()) {
        failure = session.failure(status.step(), lastCheckpoint.get());
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Lets training go on from the parameters before the failure, if there was one. */
  void forgiveFailure() {
    if (failure != null) {
      session.forgiveFailure();
    }
  }

  private void add(long step, double loss) {
    long begin = (step - firstStepOfEpoch) * batchSize;
    epochLoss.add(loss, BatchPlans.rows(samples, batchSize, begin));
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
