package org.gradcl.train.feed;

import org.gradcl.backend.Executable;

/**
 * The training plans of an epoch.
 *
 * @param batches of the epoch
 * @param full the plan of a full batch; null if there is none
 * @param partial the plan of the last batch; null if all are full
 */
public record BatchPlans(EpochBatches batches, Executable full, Executable partial) {
  /** The samples of the batch that begins at a position. */
  int rows(long position) {
    return batches.rows(position);
  }

  /** The plan for a number of samples. */
  Executable of(int rows) {
    return rows == batches.batchSize() ? full : partial;
  }
}
