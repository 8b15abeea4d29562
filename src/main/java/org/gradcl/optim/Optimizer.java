package org.gradcl.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.UpdateRule;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A method that changes parameters by their gradients, with its learning rate, schedule, clipping
 * and groups of parameters that are treated in other ways. An immutable value; {@link #rule} is
 * what a training step takes.
 *
 * @param method its text form without the learning rate, such as {@code adam beta1=0.9}
 * @param slots what the method keeps for each parameter
 * @param update the parameter's new value, over the variables of {@link UpdateRule}
 * @param learningRate the rate that the schedule multiplies, above 0
 * @param schedule how the rate changes while training
 * @param clipNorm the largest global norm of the gradients, above 0, if they are clipped by it
 * @param clipValue the largest size of an element of a gradient, above 0, if they are cut there
 * @param groups in order: a parameter belongs to the first that matches it
 * @param decaysVectors whether the weight decay is also that of parameters of one axis, biases and
 *     the scales of norms; a group's own is in any case
 * @param batchesInStep batches whose mean loss a step minimises, at least 1
 * @param averages what is kept of the parameters' course
 * @param direction what the size of a parameter is compared with by {@link UpdateRule#TRUST_RATIO},
 *     if the update reads that
 */
public record Optimizer(
    String method,
    List<UpdateRule.Slot> slots,
    Expr update,
    double learningRate,
    Schedule schedule,
    OptionalDouble clipNorm,
    OptionalDouble clipValue,
    List<ParameterGroup> groups,
    boolean decaysVectors,
    int batchesInStep,
    WeightAverages averages,
    Optional<Expr> direction) {

  /**
   * Copies the lists and checks the numbers.
   *
   * @throws IllegalArgumentException if the learning rate or a bound of the gradients is not above
   *     0, or both bounds are given
   */
  public Optimizer {
    Objects.requireNonNull(method, "method");
    slots = List.copyOf(slots);
    groups = List.copyOf(groups);
    Objects.requireNonNull(update, "update");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(averages, "averages");
    Objects.requireNonNull(direction, "direction");
    requirePositive("learning rate", learningRate);
    if (batchesInStep < 1) {
      throw new IllegalArgumentException(
          "A step takes at least 1 batch, found accumulate=" + batchesInStep);
    }
    clipNorm.ifPresent(norm -> requirePositive("largest norm of the gradients", norm));
    clipValue.ifPresent(value -> requirePositive("largest size of a gradient's element", value));
    if (clipNorm.isPresent() && clipValue.isPresent()) {
      throw new IllegalArgumentException(
          "Gradients are clipped by their norm or element by element, not both; leave one out");
    }
  }

  private static void requirePositive(String what, double number) {
    if (!(number > 0 && Double.isFinite(number))) {
      throw new IllegalArgumentException("The " + what + " must be above 0, found " + number);
    }
  }

  /**
   * {@return a method with a constant learning rate, without clipping and groups}
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
        method,
        slots,
        update,
        learningRate,
        Schedules.constantly(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of(),
        true,
        1,
        WeightAverages.NONE,
        Optional.empty());
  }

  private Optimizer with(Consumer<OptimizerCopy> change) {
    OptimizerCopy copy = new OptimizerCopy(this);
    change.accept(copy);
    return copy.made();
  }

  /**
   * {@return this method with steps whose size is measured by the parameter's, layer by layer}
   *
   * @param measured what its size is compared with: its update reads {@link UpdateRule#TRUST_RATIO}
   */
  public Optimizer withDirection(Expr measured) {
    return with(copy -> copy.direction = Optional.of(measured));
  }

  /**
   * {@return this optimiser with another learning rate}
   *
   * @param rate above 0
   * @throws IllegalArgumentException if it is not
   */
  public Optimizer withLearningRate(double rate) {
    return with(copy -> copy.learningRate = rate);
  }

  /**
   * {@return this optimiser with another schedule}
   *
   * @param other how the rate changes while training
   */
  public Optimizer withSchedule(Schedule other) {
    return with(copy -> copy.schedule = other);
  }

  /**
   * {@return this optimiser with another weight decay}
   *
   * @param decay at least 0
   * @throws IllegalArgumentException if it is not, or the method is none of {@link Optimizers} that
   *     has one
   */
  public Optimizer withWeightDecay(double decay) {
    Optimizer decaying = OptimizerText.withWeightDecay(this, decay);
    return with(copy -> copy.takeMethod(decaying));
  }

  /**
   * This optimiser with gradients scaled by min(1, largest / (norm + 1e-6)), as PyTorch does.
   *
   * @param largest the largest global norm, above 0
   * @return the same method with clipping
   * @throws IllegalArgumentException if the norm is not above 0, or elements are clipped already
   */
  public Optimizer withClipNorm(double largest) {
    OptionalDouble norm = OptionalDouble.of(largest);
    return with(copy -> copy.clipNorm = norm);
  }

  /**
   * This optimiser with each element of a gradient cut at ±largest.
   *
   * @param largest above 0
   * @return the same method with clipping
   * @throws IllegalArgumentException if it is not above 0, or the norm is clipped already
   */
  public Optimizer withClipValue(double largest) {
    OptionalDouble value = OptionalDouble.of(largest);
    return with(copy -> copy.clipValue = value);
  }

  /**
   * This optimiser with one more group of parameters: {@code withGroup("*.bias", g ->
   * g.withWeightDecay(0))}. A parameter belongs to the first group that matches it.
   *
   * @param pattern a glob over names: {@code *} stands for any characters, dots too
   * @param settings says what is other for the group
   * @return the same method with the group behind those that it has
   */
  public Optimizer withGroup(String pattern, UnaryOperator<ParameterGroup> settings) {
    List<ParameterGroup> more = new ArrayList<>(groups);
    more.add(settings.apply(ParameterGroup.of(pattern)));
    return withGroups(more);
  }

  /** {@return this optimiser with these groups in place of its own} */
  public Optimizer withGroups(List<ParameterGroup> others) {
    return with(copy -> copy.groups = others);
  }

  /**
   * {@return this optimiser without weight decay on parameters of one axis: the biases of layers,
   * the scales and shifts of norms over one axis, slopes} It holds for those in groups, too, unless
   * their group has a weight decay of its own.
   */
  public Optimizer withoutDecayOnBiasesAndNorms() {
    return with(copy -> copy.decaysVectors = false);
  }

  /**
   * This optimiser with steps of several batches: their loss is the mean of the batches' losses,
   * and clipping and weight decay see the gradient of that mean. The last step of an epoch takes
   * the batches that are left.
   *
   * @param batches of a step, at least 1
   * @return the same method with accumulation
   * @throws IllegalArgumentException if there is none
   */
  public Optimizer withAccumulation(int batches) {
    return with(copy -> copy.batchesInStep = batches);
  }

  /**
   * This optimiser with an exponential moving average of the weights, average ← d·average + (1 −
   * d)·p after each step, from the first parameters on. Predictions, evaluations and validations
   * are those of the average, and so is the best state; the parameters of the trainer are those
   * that are trained. A checkpoint has both: what is resumed goes on from the trained, what
   * predicts or is fine-tuned has the average. Running statistics, such as a norm's mean, are not
   * averaged once more.
   *
   * @param decay d, from 0 to below 1, such as 0.999
   * @return the same method with an average
   * @throws IllegalArgumentException if the decay lies outside its range
   */
  public Optimizer withEma(double decay) {
    return withAverages(new WeightAverages(averages.lookahead(), OptionalDouble.of(decay)));
  }

  /**
   * This optimiser with {@link Lookahead}.
   *
   * @param every steps from one move of the slow weights to the next, at least 1
   * @param alpha the share of the way that they go, above 0 and at most 1
   * @return the same method with slow weights
   * @throws IllegalArgumentException if one lies outside its range
   */
  public Optimizer withLookahead(int every, double alpha) {
    return withAverages(
        new WeightAverages(Optional.of(new Lookahead(every, alpha)), averages.ema()));
  }

  private Optimizer withAverages(WeightAverages others) {
    return with(copy -> copy.averages = others);
  }

  /** {@return whether a parameter stays as it is, because its group is frozen} */
  public boolean freezes(String name, Shape shape) {
    return groups.stream()
        .filter(group -> group.matches(name, shape))
        .findFirst()
        .map(ParameterGroup::frozen)
        .orElse(false);
  }

  /** {@return the update of a training step without regard to groups} */
  public UpdateRule rule() {
    WeightAverages.Formulas formulas = averages.after(update, slots);
    return new UpdateRule(
        formulas.slots(),
        formulas.parameter(),
        schedule.rate(learningRate),
        clipNorm,
        clipValue,
        List.of(),
        direction);
  }

  /**
   * {@return the update of a training step of a model}
   *
   * @param parameters the tensors of the model, frozen ones too
   * @throws UnmatchedGroupException if a group matches none of them
   * @throws IllegalArgumentException if a group asks for a weight decay of which the method has
   *     none
   */
  public UpdateRule rule(Collection<Value> parameters) {
    return groups.isEmpty() && decaysVectors ? rule() : new GroupedRule(this, parameters).rule();
  }

  /**
   * {@return the text form, such as {@code adam beta1=0.9 beta2=0.999 learning_rate=0.001; schedule
   * cosine; clip_norm=1; group *.bias weight_decay=0}, which {@link Optimizers#named} reads}
   */
  public String describe() {
    StringBuilder text =
        new StringBuilder(OptimizerText.isOther(this) ? "own " : "").append(method);
    text.append(" learning_rate=").append(Description.format(learningRate));
    if (!schedule.equals(Schedules.constantly())) {
      text.append("; schedule ").append(Schedules.text(schedule));
    }
    clipNorm.ifPresent(norm -> text.append("; clip_norm=").append(Description.format(norm)));
    clipValue.ifPresent(value -> text.append("; clip_value=").append(Description.format(value)));
    groups.forEach(group -> text.append("; ").append(group.describe()));
    text.append(decaysVectors ? "" : "; decay_vectors=false");
    if (batchesInStep > 1) {
      text.append("; accumulate=").append(batchesInStep);
    }
    text.append(averages.describe());
    return text.toString();
  }

  @Override
  public String toString() {
    return describe();
  }
}
