package org.gradcl.train.feed;

import java.util.List;
import org.gradcl.backend.Executable;

/**
 * The training plans of an epoch.
 *
 * @param batches of the epoch
 * @param full the plan of each batch of a full step, in order; empty if there is none
 * @param rest the plan of each batch of the last step, in order; empty if it is a full one
 */
public record BatchPlans(EpochBatches batches, List<Executable> full, List<Executable> rest) {
  /** Copies the lists. */
  public BatchPlans {
    full = List.copyOf(full);
    rest = List.copyOf(rest);
  }

  /** The samples of the batch that begins at a position. */
  int rows(long position) {
    return batches.rows(position);
  }

  /** The plan of the batch that begins at a position. */
  Executable of(long position) {
    return (batches.isInLastStep(position) ? rest : full).get(batches.indexInStep(position));
  }
}
