package org.gradcl.train.session;

import org.gradcl.graph.StepGraph;
import org.gradcl.step.Step;

/**
 * The key of a loaded plan among those over one state: a step and the rows of its batch.
 *
 * @param step what is computed
 * @param rows of a batch
 * @param fullRows of a full batch, where this one is partial
 */
public record PlanKey(Step step, int rows, int fullRows) {
  /** A step for so many rows. */
  public static PlanKey of(Step step, int rows) {
    return new PlanKey(step, rows, rows);
  }

  /** The last batch of an epoch, computed as the full ones are. */
  public PlanKey partial(int partialRows) {
    return new PlanKey(step, partialRows, rows);
  }

  /** What is to be compiled. */
  StepGraph graph() {
    return step.graph(rows);
  }
}
