package org.gradcl.train.session;

import org.gradcl.graph.StepGraph;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;

/**
 * What distinguishes loaded plans over one state: a step and the rows of its batch.
 *
 * @param step the {@code TrainingStep} or {@code InferenceStep}
 * @param rows of a batch
 */
public record PlanKey(Object step, int rows) {
  /** For training on so many rows. */
  public static PlanKey of(TrainingStep step, int rows) {
    return new PlanKey(step, rows);
  }

  /** For predicting or evaluating so many rows. */
  public static PlanKey of(InferenceStep step, int rows) {
    return new PlanKey(step, rows);
  }

  /** What is to be compiled. */
  StepGraph graph() {
    return step instanceof TrainingStep training
        ? training.graph(rows)
        : ((InferenceStep) step).graph(rows);
  }
}
