package org.gradcl.train.feed;

/**
 * The batches of an epoch: all are full but the last, if the samples do not divide.
 *
 * @param samples of the data
 * @param batchSize samples in a full batch
 * @param dropLast whether a last batch that would not be full is left out
 */
public record EpochBatches(long samples, int batchSize, boolean dropLast) {
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
    return new EpochBatches(samples, size, dropLast);
  }

  /** Samples that an epoch trains on. */
  public long samplesPerEpoch() {
    return dropLast ? samples - samples % batchSize : samples;
  }

  /** Batches in an epoch. */
  public long steps() {
    return stepsTo(samplesPerEpoch());
  }

  /** Batches before a position, which is that of a batch's first sample or the end. */
  public long stepsTo(long position) {
    return position / batchSize + (position % batchSize == 0 ? 0 : 1);
  }

  /** How many samples the batch that begins at a position has. */
  public int rows(long position) {
    return (int) Math.min(batchSize, samplesPerEpoch() - position);
  }

  /** How many samples the last batch has if it is not full; 0 if it is. */
  public int partialRows() {
    return (int) (samplesPerEpoch() % batchSize);
  }
}
