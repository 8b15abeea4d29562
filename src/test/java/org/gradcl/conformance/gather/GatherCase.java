package org.gradcl.conformance.gather;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Samples;

/**
 * A computation over parameters and indices, and the step that learns the parameters: with the loss
 * Σ t · result.
 *
 * @param name what it is
 * @param shapes of the parameters
 * @param indexShape of the indices
 * @param indices in order, repeated where there are fewer
 * @param computation the result, from the parameters and the indices
 */
public record GatherCase(
    String name,
    List<Shape> shapes,
    Shape indexShape,
    List<Float> indices,
    Computation computation) {
  /** The name of the result among the step's outputs. */
  public static final String RESULT = "result";

  /** The name of the case whose gradient leaves out what was read. */
  static final String PADDING = "padding has no gradient";

  private static final String INDEX = "index";

  /** What is computed. */
  @FunctionalInterface
  public interface Computation {
    /** Appends it to the graph. */
    Value of(Graph graph, List<Value> parameters, Value index);
  }

  /** Copies the lists. */
  public GatherCase {
    shapes = List.copyOf(shapes);
    indices = List.copyOf(indices);
  }

  /** The step, whose result is an output. */
  public StepGraph step() {
    Graph graph = new Graph();
    List<Value> parameters = new ArrayList<>();
    for (Shape shape : shapes) {
      String letter = String.valueOf((char) ('a' + parameters.size()));
      parameters.add(graph.parameter(letter, shape, Role.PARAMETER));
    }
    Value index = graph.input(INDEX, indexShape);
    Value result = computation.of(graph, parameters, index);
    Value factors = graph.input("t", result.shape());
    graph.enter(Phase.LOSS);
    Value loss = graph.sum(graph.map(result, factors, (y, t) -> y.times(t)), Extent.ALL);
    return StepGraph.training(
        graph,
        Map.of(RESULT, result),
        loss,
        Gradients.of(loss, parameters),
        Optimizers.sgd(0.1).rule());
  }

  /** The indices, and numbers for all other inputs. */
  public Map<String, float[]> batch() {
    Map<String, float[]> batch = new LinkedHashMap<>(Samples.inputs(step()));
    float[] repeated = new float[indexShape.elements()];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = indices.get(i % indices.size());
    }
    batch.put(INDEX, repeated);
    return batch;
  }

  /** Whether all gradients are those of differences, and few enough to try. */
  public boolean hasDifferences() {
    return !name.equals(PADDING) && shapes.stream().allMatch(shape -> shape.elements() < 10_000);
  }

  @Override
  public String toString() {
    return name;
  }
}
