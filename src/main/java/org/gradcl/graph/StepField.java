package org.gradcl.graph;

/** A number of the step record that expressions may read, the same for every element. */
public enum StepField {
  /** The number of updates made before this step, from 0. */
  STEP("step"),
  /** The number of updates that the whole training will make, which schedules need. */
  TOTAL_STEPS("totalSteps"),
  /** The learning rate of this step, after the schedule. */
  LEARNING_RATE("learningRate"),
  /** What gradients are multiplied with so that their global norm stays within the limit. */
  CLIP_SCALE("clipScale");

  private final String variableName;

  StepField(String variableName) {
    this.variableName = variableName;
  }

  /** The name of this field's variable in expressions. */
  public String variableName() {
    return variableName;
  }
}
