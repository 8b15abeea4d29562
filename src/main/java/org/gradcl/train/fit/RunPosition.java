package org.gradcl.train.fit;

import org.gradcl.train.feed.EpochBatches;

/** The position of a run. Not safe for use by several threads. */
final class RunPosition {
  private final EpochBatches batches;
  private final long stepsInRun;
  private final long firstStep;
  private int epoch;
  private long samples;
  private long step;
  private long samplesOfCall;

  /**
   * Where a call begins.
   *
   * @param stepsInRun of the whole run
   * @param epoch completed epochs of the run
   * @param samples passed in the current epoch
   * @param step updates made since the model was new
   */
  RunPosition(EpochBatches batches, long stepsInRun, int epoch, long samples, long step) {
    this.batches = batches;
    this.stepsInRun = stepsInRun;
    this.epoch = epoch;
    this.samples = samples;
    this.step = step;
    this.firstStep = step;
  }

  /** A batch was computed. */
  void pass(int rows) {
    samples += rows;
    samplesOfCall += rows;
  }

  /** A step was made, of the batches that were computed since the one before. */
  void advance() {
    step++;
  }

  /** The current epoch is completed. */
  void beginNextEpoch() {
    epoch++;
    samples = 0;
  }

  /** Completed epochs of the run. */
  int epoch() {
    return epoch;
  }

  /** Samples passed in the current epoch. */
  long samples() {
    return samples;
  }

  /** Updates made since the model was new. */
  long step() {
    return step;
  }

  /** Updates made by this call. */
  long stepsOfCall() {
    return step - firstStep;
  }

  /** Samples trained by this call. */
  long samplesOfCall() {
    return samplesOfCall;
  }

  /** Steps of the run that are made. */
  long stepsOfRun() {
    return epoch * batches.steps() + batches.stepsTo(samples);
  }

  /** Whether some of the current epoch is done. */
  boolean isWithinEpoch() {
    return samples > 0;
  }

  /** Whether all of the current epoch is done. */
  boolean isAtEndOfEpoch() {
    return samples == batches.samplesPerEpoch();
  }

  /** Whether all steps of the run are made. */
  boolean isComplete() {
    return stepsOfRun() >= stepsInRun;
  }
}
