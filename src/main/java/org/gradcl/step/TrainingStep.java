package org.gradcl.step;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.StepPart;
import org.gradcl.graph.Value;
import org.gradcl.loss.AppliedObjective;
import org.gradcl.loss.Loss;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Mode;
import org.gradcl.nn.Model;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.tensor.Shape;

/**
 * One step of training, from a batch to new parameters:
 *
 * <pre>
 * 1 forward     ŷ = model(x)
 * 2 loss        L = loss(ŷ, y), of several outputs a sum
 * 3 backward    ∂L/∂ŷ, and back through every layer to ∂L/∂W and ∂L/∂b
 * 4 clipping    g ← g · min(1, c / (‖g‖ + 1e-6)), if the optimiser clips
 * 5 update      W ← W − …, by the optimiser's formula; slots and step record with it
 * </pre>
 *
 * <p>{@link #graph(int, Collection)} below is these five lines. What it yields says what is
 * computed; {@code plan.Compiler} says how, {@code backend.Device} runs it.
 */
public final class TrainingStep implements Step {
  /** The name of the samples of a batch of a {@link Sequential} model, {@code [batch, …]}. */
  public static final String INPUT = Sequential.INPUT;

  /** The name of the batch's targets unless another is given, {@code [batch, …]}. */
  public static final String TARGET = LossTerm.TARGET;

  private final Model model;
  private final Objective objective;
  private final Optimizer optimizer;
  private final AppliedObjective judged;
  private final BatchArrays arrays;
  private final int hashCode;

  /**
   * Checks that objective and model fit.
   *
   * @param model predicts
   * @param objective judges
   * @param optimizer learns
   * @throws ShapeMismatchException if a loss can't judge the model's outputs
   */
  public TrainingStep(Model model, Objective objective, Optimizer optimizer) {
    this.model = Objects.requireNonNull(model, "model");
    this.objective = Objects.requireNonNull(objective, "objective");
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    this.judged = objective.on(model.outputShapes());
    this.arrays = BatchArrays.of(model, Optional.of(judged));
    this.hashCode = Objects.hash(model, objective, optimizer);
  }

  /**
   * Checks that loss and model fit.
   *
   * @param model predicts
   * @param loss judges its only output
   * @param optimizer learns
   * @throws ShapeMismatchException if the loss can't judge the model's prediction
   */
  public TrainingStep(Model model, Loss loss, Optimizer optimizer) {
    this(model, Objective.of(loss), optimizer);
  }

  /** What predicts. */
  public Model model() {
    return model;
  }

  /** What judges. */
  public Objective objective() {
    return objective;
  }

  /** What judges, on the model's outputs. */
  public AppliedObjective judged() {
    return judged;
  }

  /** What learns. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** The arrays of a batch. */
  public BatchArrays arrays() {
    return arrays;
  }

  /**
   * The shape of one sample's target.
   *
   * @throws IllegalArgumentException if the objective reads several arrays, or none
   */
  public Shape targetShape() {
    return arrays.specs().get(arrays.onlyTarget()).shape();
  }

  /** What outlives the step; it does not depend on the batch size. */
  public StateLayout stateLayout() {
    // Norms can't learn from a single sample.
    return graph(2).stateLayout();
  }

  /** The step for a batch size, with nothing asked for beside loss and gradients. */
  @Override
  public StepGraph graph(int batch) {
    return graph(batch, List.of());
  }

  /**
   * The step for a batch size, with values that can be read by name after it ran, among {@code
   * prediction}, {@code layer.0.preactivation}, {@code layer.0.activation} and so on, and the
   * loss's gradient by each of them: {@code gradient/prediction}, ….
   *
   * @throws IllegalArgumentException if the batch is empty or a name is unknown; the known are
   *     listed
   */
  public StepGraph graph(int batch, Collection<String> outputs) {
    return build(batch, graph(), outputs, StepPart.WHOLE);
  }

  /** One of the batches of this step, for batches of any size; this where it is the only one. */
  public Step batch(StepPart part) {
    return part.equals(StepPart.WHOLE) ? this : new StepBatch(this, part);
  }

  /**
   * One of the batches of a step that takes several, with values that can be read by name after it
   * ran: its gradients are those of its share in the mean of the batches' losses.
   *
   * @throws IllegalArgumentException as {@link #graph(int, Collection)}
   */
  public StepGraph graph(int batch, Collection<String> outputs, StepPart part) {
    return build(batch, graph(), outputs, part);
  }

  /** The step for a batch size with every named value as an output: for looking, not for speed. */
  public StepGraph traced(int batch) {
    return build(batch, graph(), null, StepPart.WHOLE);
  }

  private Graph graph() {
    return new Graph(optimizer::freezes);
  }

  private StepGraph build(int batch, Graph graph, Collection<String> asked, StepPart part) {
    SortedMap<String, Value> values = Batches.inputs(graph, batch, arrays.specs());

    // 1 forward
    Map<String, Value> outputs = Forward.of(graph, model, values, Mode.TRAINING);

    // 2 loss
    graph.enter(Phase.LOSS);
    Value total = judged.append(graph, outputs, values);

    // 3 backward
    List<Value> learnt = tensors(graph, EnumSet.of(Role.PARAMETER));
    if (learnt.isEmpty()) {
      throw new IllegalArgumentException(
          "The model has nothing to learn: no parameters, or the optimiser's groups freeze them"
              + " all; leave one out");
    }
    Map<Value, Value> gradients = Gradients.of(total, part.share(), learnt);

    // 4 clipping and 5 update: scalar formulas, one a group of parameters
    List<Value> parameters = tensors(graph, EnumSet.of(Role.PARAMETER, Role.FROZEN));
    Collection<String> names = asked == null ? graph.labelled().keySet() : asked;
    return StepGraph.training(
        graph, Batches.labelled(graph, names), total, gradients, optimizer.rule(parameters), part);
  }

  private static List<Value> tensors(Graph graph, Set<Role> roles) {
    List<Value> tensors = new ArrayList<>();
    for (Value value : graph.values()) {
      if (value.operation() instanceof Operation.Parameter parameter
          && roles.contains(parameter.role())) {
        tensors.add(value);
      }
    }
    return tensors;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof TrainingStep step
        && model.equals(step.model)
        && objective.equals(step.objective)
        && optimizer.equals(step.optimizer);
  }

  /** Plans are looked up by their step, each time one is made. */
  @Override
  public int hashCode() {
    return hashCode;
  }

  @Override
  public String toString() {
    return model.describe() + "; " + objective.describe() + "; " + optimizer.describe();
  }
}
