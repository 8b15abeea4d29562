package org.gradcl.train.feed;

import org.gradcl.backend.Executable;

/**
 * The training plans of an epoch: full batches, then a smaller one if the samples do not divide.
 *
 * @param samples in an epoch
 * @param batchSize samples in a full batch
 * @param full the plan of a full batch; null if there is none
 * @param partial the plan of the last batch; null if all are full
 */
public record BatchPlans(long samples, int batchSize, Executable full, Executable partial) {
  /** How many samples the batch that begins at a position has. */
  public static int rows(long samples, int batchSize, long position) {
    return (int) Math.min(batchSize, samples - position);
  }

  /** Batches in an epoch. */
  public static long steps(long samples, int batchSize) {
    return samples / batchSize + (samples % batchSize == 0 ? 0 : 1);
  }

  /** The samples of the batch that begins at a position. */
  public int rows(long position) {
    return rows(samples, batchSize, position);
  }

  /** The plan for so many samples. */
  Executable of(int rows) {
    return rows == batchSize ? full : partial;
  }
}
