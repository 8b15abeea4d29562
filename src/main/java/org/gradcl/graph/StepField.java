package org.gradcl.graph;

import java.util.Arrays;
import java.util.Optional;

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

  /** The field of a variable, which must be one. */
  public static StepField named(String variable) {
    return find(variable).orElseThrow();
  }

  /** The field of a variable; empty if it is none. */
  public static Optional<StepField> find(String variable) {
    return Arrays.stream(values()).filter(field -> field.variableName.equals(variable)).findFirst();
  }

  /** The name of this field's variable in expressions. */
  public String variableName() {
    return variableName;
  }
}
