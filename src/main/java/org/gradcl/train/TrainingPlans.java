package org.gradcl.train;

import org.gradcl.backend.Executable;
import org.gradcl.step.TrainingStep;

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
   * Loads the plan of full batches, and of the last batch if it is smaller.
   *
   * @throws org.gradcl.backend.DeviceMemoryException if a batch does not fit
   */
  static TrainingPlans load(LoadedPlans loaded, TrainingStep step, long samples, int batchSize) {
    int rest = (int) (samples % batchSize);
    PlanKey full = new PlanKey(step, batchSize);
    PlanKey partial = new PlanKey(step, rest);
    Executable fullPlan = null;
    Executable partialPlan = null;
    if (samples >= batchSize) {
      fullPlan = loaded.get(full, () -> step.graph(batchSize));
    }
    if (rest > 0) {
      partialPlan = loaded.get(partial, () -> step.graph(rest));
    }
    // Only now: were the second refused, the first would stay for good.
    loaded.hold(full);
    loaded.hold(partial);
    return new TrainingPlans(
        loaded, new BatchPlans(samples, batchSize, fullPlan, partialPlan), full, partial);
  }

  /** Lets them go when their turn comes. */
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
