package org.gradcl.train.fit;

import org.gradcl.loss.Loss;

/**
 * The loss of an epoch from the losses of its steps: each is turned back into a sum over its
 * samples, the sums are added in float64 in the order of steps, and the loss's reduction is applied
 * to the whole. For means that is the mean weighted by samples. Not safe for use by several
 * threads.
 */
final class EpochLoss {
  private final Loss loss;
  private final long elements;
  private double sum;
  private long samples;

  /**
   * An empty epoch.
   *
   * @param elements numbers in one sample's target
   */
  public EpochLoss(Loss loss, long elements) {
    this.loss = loss;
    this.elements = elements;
  }

  /** Begins an epoch of which some samples are done already. */
  void begin(double sumSoFar, long samplesSoFar) {
    sum = sumSoFar;
    samples = samplesSoFar;
  }

  /** Adds a step. */
  void add(double stepLoss, int rows) {
    sum += stepLoss / loss.ofSum(1, rows, rows * elements);
    samples += rows;
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
    return samples == 0 ? Double.NaN : loss.ofSum(sum, samples, samples * elements);
  }
}
