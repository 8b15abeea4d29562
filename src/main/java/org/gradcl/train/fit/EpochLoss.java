package org.gradcl.train.fit;

import org.gradcl.loss.AppliedObjective;
import org.gradcl.train.feed.EpochBatches;

/**
 * The loss of an epoch from the losses of its steps: each is turned back into a sum over its
 * samples, the sums are added in float64 in the order of steps, and the loss's reduction is applied
 * to the whole. For means that is the mean weighted by samples. Not safe for use by several
 * threads.
 */
final class EpochLoss {
  private final AppliedObjective objective;
  private double sum;
  private long samples;

  /** An empty epoch. */
  EpochLoss(AppliedObjective objective) {
    this.objective = objective;
  }

  /** Begins an epoch of which some samples are done already. */
  void begin(double sumSoFar, long samplesSoFar) {
    sum = sumSoFar;
    samples = samplesSoFar;
  }

  /**
   * Adds a step, whose loss is the mean of its batches' losses.
   *
   * @param begin the position of its first sample
   */
  void add(double stepLoss, EpochBatches batches, long begin) {
    long position = begin;
    for (int left = batches.batchesInStep(begin); left > 0; left--) {
      int rows = batches.rows(position);
      sum += stepLoss * objective.share(rows);
      samples += rows;
      position += rows;
    }
  }

  /** The sum so far, before reduction. */
  double sum() {
    return sum;
  }

  /** Samples whose loss is known. */
  long samples() {
    return samples;
  }

  /** The loss so far; NaN if no step's loss is known. */
  double value() {
    return samples == 0 ? Double.NaN : sum / objective.share(samples);
  }
}
