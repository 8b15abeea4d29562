package org.gradcl.step;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Loss;
import org.gradcl.nn.Mode;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.tensor.Shape;

/**
 * One step of training, from a batch to new parameters:
 *
 * <pre>
 * 1 forward     ŷ = model(x)
 * 2 loss        L = loss(ŷ, y)
 * 3 backward    ∂L/∂ŷ, and back through every layer to ∂L/∂W and ∂L/∂b
 * 4 clipping    g ← g · min(1, c / (‖g‖ + 1e-6)), if the optimiser clips
 * 5 update      W ← W − …, by the optimiser's formula; slots and step record with it
 * </pre>
 *
 * <p>{@link #graph(int, Collection)} below is these five lines. What it yields says what is
 * computed; {@code plan.Compiler} says how, {@code backend.Device} runs it.
 *
 * @param model predicts
 * @param loss judges
 * @param optimizer learns
 */
public record TrainingStep(Sequential model, Loss loss, Optimizer optimizer) implements Step {
  /** The name of the batch's samples, {@code [batch, …]}. */
  public static final String INPUT = "input";

  /** The name of the batch's targets, {@code [batch, …]}. */
  public static final String TARGET = "target";

  /**
   * Checks that loss and model fit.
   *
   * @throws ShapeMismatchException if the loss can't judge the model's prediction
   */
  public TrainingStep {
    loss.targetShape(model.outputShape());
  }

  /** The shape of one sample's target. */
  public Shape targetShape() {
    return loss.targetShape(model.outputShape());
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
    return build(batch, new Graph(), outputs);
  }

  /** The step for a batch size with every named value as an output: for looking, not for speed. */
  public StepGraph traced(int batch) {
    return build(batch, new Graph(), null);
  }

  private StepGraph build(int batch, Graph graph, Collection<String> outputs) {
    Value x = graph.input(INPUT, Batches.shape(batch, model.inputShape()));
    Value y = graph.input(TARGET, Batches.shape(batch, targetShape()));

    // 1 forward
    Value prediction = model.append(graph, x, Mode.TRAINING);

    // 2 loss
    graph.enter(Phase.LOSS);
    Value total = loss.append(graph, prediction, y);

    // 3 backward
    Map<Value, Value> gradients = Gradients.of(total, learnt(graph));

    // 4 clipping and 5 update: scalar formulas, the same for every parameter
    Collection<String> names = outputs == null ? graph.labelled().keySet() : outputs;
    return StepGraph.training(
        graph, Batches.labelled(graph, names), total, gradients, optimizer.rule());
  }

  private static List<Value> learnt(Graph graph) {
    List<Value> learnt = new ArrayList<>();
    for (Value value : graph.values()) {
      if (value.operation() instanceof Operation.Parameter
          && ((Operation.Parameter) value.operation()).role() == Role.PARAMETER) {
        learnt.add(value);
      }
    }
    return learnt;
  }
}
