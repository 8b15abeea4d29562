package org.gradcl.train.session;

import org.gradcl.graph.StepGraph;
import org.gradcl.step.Step;

/**
 * The key of a loaded plan among those over one state: a step and the rows of its batch.
 *
 * @param step what is computed
 * @param rows of a batch
 */
public record PlanKey(Step step, int rows) {
  /** A step for so many rows. */
  public static PlanKey of(Step step, int rows) {
    return new PlanKey(step, rows);
  }

  /** What is to be compiled. */
  StepGraph graph() {
    return step.graph(rows);
  }
}
