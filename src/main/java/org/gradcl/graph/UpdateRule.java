package org.gradcl.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
 * @param learningRate the learning rate of a step as an expression of {@code step} and {@code
 *     totalSteps}, or of {@code learningRate}, that of the step before
 * @param clipNorm the largest global norm of the gradients, if they are scaled to stay within one
 * @param clipValue what an element of a gradient is at most in size, if they are cut there
 * @param groups learnt tensors with formulas of their own, for the same slots
 * @param direction what a tensor's size is compared with by {@link #TRUST_RATIO}, over all other
 *     variables of a rule; empty if no formula reads that
 */
public record UpdateRule(
    List<Slot> slots,
    Expr parameter,
    Expr learningRate,
    OptionalDouble clipNorm,
    OptionalDouble clipValue,
    List<UpdateGroup> groups,
    Optional<Expr> direction) {

  /** The variable of the parameter before the update. */
  public static final Expr PARAMETER = Expr.variable("parameter");

  /** The variable of the gradient, after clipping. */
  public static final Expr GRADIENT = Expr.variable("gradient");

  /** The variable of the learning rate of the step. */
  public static final Expr LEARNING_RATE = Expr.variable(StepField.LEARNING_RATE.variableName());

  /**
   * The variable of ‖parameter‖ / ‖direction‖, the norms of a whole tensor and of its {@link
   * #direction}; 1 where one of them is 0.
   */
  public static final Expr TRUST_RATIO = Expr.variable("trustRatio");

  /** The variable of the number of updates made before. */
  public static final Expr STEP = Expr.variable(StepField.STEP.variableName());

  /** The variable of the number of updates of the whole training. */
  public static final Expr TOTAL_STEPS = Expr.variable(StepField.TOTAL_STEPS.variableName());

  /**
   * One number the optimiser keeps for each parameter. That of the slot named {@link
   * StateLayout#EMA} is read in the parameter's place by steps that learn nothing.
   *
   * @param name such as {@code momentum}
   * @param update its new value
   * @param initial its value before the first step
   * @param copies whether it begins as the parameter instead, and is set when the parameter is set
   */
  public record Slot(String name, Expr update, float initial, boolean copies) {
    /** A slot that begins with a value of its own. */
    public Slot(String name, Expr update, float initial) {
      this(name, update, initial, false);
    }

    /** {@return a slot that begins as the parameter} */
    public static Slot copying(String name, Expr update) {
      return new Slot(name, update, 0, true);
    }

    /** The variable of this slot before the update. */
    public static Expr variable(String name) {
      return Expr.variable(name);
    }
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if gradients are to be clipped in both ways, or a group has
   *     another number of slots
   */
  public UpdateRule {
    slots = List.copyOf(slots);
    groups = List.copyOf(groups);
    if (clipNorm.isPresent() && clipValue.isPresent()) {
      throw new IllegalArgumentException(
          "Gradients are clipped by their norm or element by element, not both; leave one out");
    }
    for (UpdateGroup group : groups) {
      if (group.slots().size() != slots.size()) {
        throw new IllegalArgumentException(
            String.format(
                "The group '%s' has %d slots, its rule %d",
                group.name(), group.slots().size(), slots.size()));
      }
    }
  }

  /** One formula for all, clipped by the norm or not at all. */
  public UpdateRule(List<Slot> slots, Expr parameter, Expr learningRate, OptionalDouble clipNorm) {
    this(
        slots,
        parameter,
        learningRate,
        clipNorm,
        OptionalDouble.empty(),
        List.of(),
        Optional.empty());
  }

  /** Some learnt tensors by their formulas, those first whose gradients are clipped together. */
  List<UpdateGroup> groups(Set<String> learnt) {
    Set<String> rest = new HashSet<>(learnt);
    groups.forEach(group -> rest.removeAll(group.tensors()));
    List<Expr> updates = slots.stream().map(Slot::update).toList();
    List<UpdateGroup> all = new ArrayList<>();
    all.add(
        new UpdateGroup(
            groups.isEmpty() ? "all" : "rest", rest, parameter, updates, true, direction));
    groups.stream().filter(UpdateGroup::clipped).forEach(all::add);
    groups.stream().filter(group -> !group.clipped()).forEach(all::add);
    return all;
  }
}
