package org.gradcl.train.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
 * @param plans the plans by batch
 * @param keys of all of them
 */
record TrainingPlans(LoadedPlans loaded, BatchPlans plans, Set<PlanKey> keys) {
  /** Copies the set and keeps its order. */
  TrainingPlans {
    keys = Collections.unmodifiableSet(new LinkedHashSet<>(keys));
  }

  /**
   * Loads the plans of full batches, and of the last batch if it is smaller, and whatever must fit
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
    List<PlanKey> rest = keys(step, batches, batches.beginOfRest());
    List<PlanKey> full = batches.hasFullStep() ? keys(step, batches, 0) : List.of();
    Set<PlanKey> all = new LinkedHashSet<>(full);
    all.addAll(rest);
    rest.forEach(LoadedPlans::requirePossible);
    all.forEach(loaded::hold);
    try {
      full.forEach(loaded::get);
      try {
        all.forEach(loaded::get);
        others.run();
      } catch (DeviceMemoryException e) {
        throw e.advising("", slightlyLess(Math.min(batches.samples(), batches.batchSize())));
      }
      return new TrainingPlans(
          loaded, new BatchPlans(batches, get(loaded, full), get(loaded, rest)), all);
    } catch (RuntimeException e) {
      all.forEach(loaded::discard);
      throw e;
    }
  }

  /** The plan of each batch of the step that begins at a position; none at the end. */
  private static List<PlanKey> keys(TrainingStep step, EpochBatches batches, long begin) {
    List<PlanKey> keys = new ArrayList<>();
    for (long position = begin, i = 0; i < batches.batchesInStep(begin); i++) {
      int rows = batches.rows(position);
      PlanKey full = PlanKey.of(step.batch(batches.part(position)), batches.batchSize());
      keys.add(rows == batches.batchSize() ? full : full.partial(rows));
      position += rows;
    }
    return keys;
  }

  private static List<Executable> get(LoadedPlans loaded, List<PlanKey> keys) {
    return keys.stream().map(loaded::get).toList();
  }

  /**
   * A failure beside full batches says little about their size: this is a guess, to be tried out.
   */
  private static int slightlyLess(long rows) {
    return (int) (rows - Math.max(1, rows / 8));
  }

  /** Allows the plans to be closed when room is needed. */
  void release() {
    keys.forEach(loaded::release);
  }

  /** Closes them at once. */
  void discard() {
    keys.forEach(loaded::discard);
  }
}
