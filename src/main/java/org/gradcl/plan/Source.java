package org.gradcl.plan;

import org.gradcl.graph.StepField;

/** The source of the numbers of an elementwise operand. */
public sealed interface Source {
  /**
   * From memory.
   *
   * @param place over the axes of the launch's domain
   */
  record Memory(Place place) implements Source {}

  /**
   * From the step record, from the copy that {@link Launch#recordCopy} names.
   *
   * @param field which field
   */
  record Record(StepField field) implements Source {}

  /**
   * An argument of the launch, bound when the plan is loaded.
   *
   * @param value the number
   */
  record Argument(float value) implements Source {}
}
