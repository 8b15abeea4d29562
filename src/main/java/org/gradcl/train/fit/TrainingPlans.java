package org.gradcl.train.fit;

import org.gradcl.backend.Executable;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.feed.BatchPlans;
import org.gradcl.train.feed.EpochBatches;
import org.gradcl.train.session.LargestBatch;
import org.gradcl.train.session.LoadedPlans;
import org.gradcl.train.session.PlanKey;

/**
 * The training plans of a fit, loaded for its whole length.
 *
 * @param loaded where they live
 * @param plans the plans by batch size
 * @param full the key of full batches
 * @param partial the key of the last batch
 */
record TrainingPlans(LoadedPlans loaded, BatchPlans plans, PlanKey full, PlanKey partial) {

  /**
   * Loads the plan of full batches, and of the last batch if it is smaller, and whatever must fit
   * beside them.
   *
   * @param others loads what must fit beside them
   * @throws DeviceMemoryException if all this does not fit, with the batch size that would
   */
  static TrainingPlans load(
      LoadedPlans loaded, TrainingStep step, EpochBatches batches, Runnable others) {
    try {
      return loadAll(loaded, step, batches, others);
    } catch (DeviceMemoryException e) {
      throw LargestBatch.advise(
          e,
          String.format(
              "Training on %d samples in batches of %d does not fit.",
              batches.samples(), batches.batchSize()),
          batches.batchSize(),
          smaller -> loadAll(loaded, step, batches.ofSize(smaller), others).discard());
    }
  }

  private static TrainingPlans loadAll(
      LoadedPlans loaded, TrainingStep step, EpochBatches batches, Runnable others) {
    int rest = batches.partialRows();
    PlanKey full = PlanKey.of(step, batches.batchSize());
    PlanKey partial = full.partial(rest);
    loaded.hold(full);
    loaded.hold(partial);
    try {
      Executable fullPlan = batches.samples() >= batches.batchSize() ? loaded.get(full) : null;
      Executable partialPlan;
      try {
        partialPlan = rest > 0 ? loaded.get(partial) : null;
        others.run();
      } catch (DeviceMemoryException e) {
        throw e.advising("", slightlyLess(Math.min(batches.samples(), batches.batchSize())));
      }
      return new TrainingPlans(
          loaded, new BatchPlans(batches, fullPlan, partialPlan), full, partial);
    } catch (RuntimeException e) {
      loaded.discard(full);
      loaded.discard(partial);
      throw e;
    }
  }

  /**
   * A failure beside full batches says little about their size: this is a guess, to be tried out.
   */
  private static int slightlyLess(long rows) {
    return (int) (rows - Math.max(1, rows / 8));
  }

  /** Allows the plans to be closed when room is needed. */
  void release() {
    loaded.release(full);
    loaded.release(partial);
  }

  /** Closes them at once. */
  void discard() {
    loaded.discard(full);
    loaded.discard(partial);
  }
}
