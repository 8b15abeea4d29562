package org.gradcl.graph;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.gradcl.expr.Expr;

/**
 * The update of every parameter: scalar expressions over {@link #PARAMETER}, {@link #GRADIENT}
 * (after clipping), the slots by name and the fields of the step record.
 *
 * @param slots the optimiser's memory of each parameter, each zero (or {@link Slot#initial}) at
 *     first
 * @param parameter the parameter's new value
 * @param learningRate the learning rate as an expression of {@code step} and {@code totalSteps}
 * @param clipNorm the largest global norm of the gradients, if they are clipped
 */
public record UpdateRule(
    List<Slot> slots, Expr parameter, Expr learningRate, OptionalDouble clipNorm) {

  /** The variable of the parameter before the update. */
  public static final Expr PARAMETER = Expr.variable("parameter");

  /** The variable of the gradient, after clipping. */
  public static final Expr GRADIENT = Expr.variable("gradient");

  /** The variable of the learning rate of the step. */
  public static final Expr LEARNING_RATE = Expr.variable(StepField.LEARNING_RATE.variableName());

  /** The variable of the number of updates made before. */
  public static final Expr STEP = Expr.variable(StepField.STEP.variableName());

  /** The variable of the number of updates of the whole training. */
  public static final Expr TOTAL_STEPS = Expr.variable(StepField.TOTAL_STEPS.variableName());

  /**
   * One number the optimiser keeps for each parameter.
   *
   * @param name such as {@code momentum}
   * @param update its new value
   * @param initial its value before the first step
   */
  public record Slot(String name, Expr update, float initial) {
    /** The variable of this slot before the update. */
    public static Expr variable(String name) {
      return Expr.variable(name);
    }
  }

  /** Copies the list. */
  public UpdateRule {
    slots = List.copyOf(slots);
  }

  /** Learnt tensors that are updated by this rule. */
  UpdateGroup group(Set<String> tensors) {
    List<Expr> updates = slots.stream().map(Slot::update).toList();
    return new UpdateGroup("all", tensors, parameter, updates, true);
  }
}
