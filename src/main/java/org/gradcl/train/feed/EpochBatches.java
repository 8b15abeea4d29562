package org.gradcl.train.feed;

import org.gradcl.graph.StepPart;

/**
 * The batches of an epoch, and its steps of one batch or several: all batches are full but the
 * last, if the samples do not divide, and the last step takes those that are left.
 *
 * @param samples of the data
 * @param batchSize samples in a full batch
 * @param dropLast whether a last batch that would not be full is left out
 * @param batchesInStep batches that an update takes
 */
public record EpochBatches(long samples, int batchSize, boolean dropLast, int batchesInStep) {
  /**
   * Refuses an epoch without a batch.
   *
   * @throws IllegalArgumentException naming samples and batch size
   */
  public EpochBatches {
    if (dropLast && samples < batchSize) {
      throw new IllegalArgumentException(
          String.format(
              "The data has %d samples, a batch %d, and a batch that is not full is left out, so"
                  + " that none is left; use a batch size of at most %d, or leave out dropLast",
              samples, batchSize, samples));
    }
  }

  /** The same samples in batches of another size. */
  public EpochBatches ofSize(int size) {
    return new EpochBatches(samples, size, dropLast, batchesInStep);
  }

  /** Samples that an epoch trains on. */
  public long samplesPerEpoch() {
    return dropLast ? samples - samples % batchSize : samples;
  }

  private long samplesPerStep() {
    return (long) batchSize * batchesInStep;
  }

  /** Steps in an epoch. */
  public long steps() {
    return stepsTo(samplesPerEpoch());
  }

  /** Steps before a position, which is that of a step's first sample or the end. */
  public long stepsTo(long position) {
    return quotientUp(position, samplesPerStep());
  }

  private static long quotientUp(long a, long b) {
    return a / b + (a % b == 0 ? 0 : 1);
  }

  /** The position of the first sample of a step of the epoch. */
  public long beginOfStep(long step) {
    return step * samplesPerStep();
  }

  /** The position of the last step if it is not a full one, else the end. */
  public long beginOfRest() {
    return samplesPerEpoch() - samplesPerEpoch() % samplesPerStep();
  }

  /** Whether a step takes as many full batches as it may. */
  public boolean hasFullStep() {
    return samplesPerEpoch() >= samplesPerStep();
  }

  /** How many samples the batch that begins at a position has. */
  public int rows(long position) {
    return (int) Math.min(batchSize, samplesPerEpoch() - position);
  }

  /** Whether the step that a position lies in is a last one with fewer samples. */
  boolean isInLastStep(long position) {
    return position >= beginOfRest();
  }

  /** The number of the batch that begins at a position within its step, from 0. */
  int indexInStep(long position) {
    return (int) (position % samplesPerStep() / batchSize);
  }

  /** Batches in the step that a position lies in. */
  public int batchesInStep(long position) {
    long left = isInLastStep(position) ? samplesPerEpoch() % samplesPerStep() : samplesPerStep();
    return (int) quotientUp(left, batchSize);
  }

  /** Whether the batch that begins at a position is the last of its step. */
  boolean endsStep(long position) {
    return indexInStep(position) == batchesInStep(position) - 1;
  }

  /** Which batch of its step begins at a position. */
  public StepPart part(long position) {
    return new StepPart(indexInStep(position), batchesInStep(position));
  }
}
