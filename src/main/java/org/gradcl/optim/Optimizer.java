package org.gradcl.optim;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.UpdateRule;

/**
 * A method that changes parameters by their gradients, with its learning rate, schedule and
 * clipping. An immutable value; {@link #rule} is what a training step takes.
 *
 * @param method its text form without the learning rate, such as {@code adam beta1=0.9}
 * @param slots what the method keeps for each parameter
 * @param update the parameter's new value, over the variables of {@link UpdateRule}
 * @param learningRate the rate that the schedule multiplies, above 0
 * @param schedule how the rate changes while training
 * @param clipNorm the largest global norm of the gradients, above 0, if they are clipped
 */
public record Optimizer(
    String method,
    List<UpdateRule.Slot> slots,
    Expr update,
    double learningRate,
    Schedule schedule,
    OptionalDouble clipNorm) {

  /**
   * Copies the list and checks the numbers.
   *
   * @throws IllegalArgumentException if the learning rate or the largest norm is not above 0
   */
  public Optimizer {
    Objects.requireNonNull(method, "method");
    slots = List.copyOf(slots);
    Objects.requireNonNull(update, "update");
    Objects.requireNonNull(schedule, "schedule");
    requirePositive("learning rate", learningRate);
    clipNorm.ifPresent(norm -> requirePositive("largest norm of the gradients", norm));
  }

  private static void requirePositive(String what, double number) {
    if (!(number > 0 && Double.isFinite(number))) {
      throw new IllegalArgumentException("The " + what + " must be above 0, found " + number);
    }
  }

  /**
   * {@return a method with a constant learning rate, without clipping}
   *
   * @param method its text form without the learning rate, such as {@code adam beta1=0.9}
   * @param learningRate η before any schedule, above 0
   * @param slots what the method keeps for each parameter
   * @param update the parameter's new value, over the variables of {@link UpdateRule}
   * @throws IllegalArgumentException if the learning rate is not above 0
   */
  public static Optimizer of(
      String method, double learningRate, List<UpdateRule.Slot> slots, Expr update) {
    return new Optimizer(
        method, slots, update, learningRate, Schedules.constantly(), OptionalDouble.empty());
  }

  /**
   * {@return this optimiser with another learning rate}
   *
   * @param rate above 0
   * @throws IllegalArgumentException if it is not
   */
  public Optimizer withLearningRate(double rate) {
    return new Optimizer(method, slots, update, rate, schedule, clipNorm);
  }

  /**
   * {@return this optimiser with another schedule}
   *
   * @param other how the rate changes while training
   */
  public Optimizer withSchedule(Schedule other) {
    return new Optimizer(method, slots, update, learningRate, other, clipNorm);
  }

  /**
   * This optimiser with gradients scaled by min(1, largest / (norm + 1e-6)), as PyTorch does.
   *
   * @param largest the largest global norm, above 0
   * @return the same method with clipping
   * @throws IllegalArgumentException if the norm is not above 0
   */
  public Optimizer withClipNorm(double largest) {
    return new Optimizer(method, slots, update, learningRate, schedule, OptionalDouble.of(largest));
  }

  /** {@return the update of a training step} */
  public UpdateRule rule() {
    return new UpdateRule(slots, update, schedule.factor().times(learningRate), clipNorm);
  }

  /**
   * {@return the text form, such as {@code adam beta1=0.9 beta2=0.999 learning_rate=0.001; schedule
   * cosine; clip_norm=1}, which {@link Optimizers#named} reads}
   */
  public String describe() {
    StringBuilder text = new StringBuilder(method);
    text.append(" learning_rate=").append(Description.format(learningRate));
    if (!schedule.equals(Schedules.constantly())) {
      text.append("; schedule ").append(schedule.description());
    }
    clipNorm.ifPresent(norm -> text.append("; clip_norm=").append(Description.format(norm)));
    return text.toString();
  }

  @Override
  public String toString() {
    return describe();
  }
}
