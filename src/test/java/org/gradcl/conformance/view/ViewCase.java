package org.gradcl.conformance.view;

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

/**
 * A computation over parameters, and the step that learns them: with the loss Σ t · result.
 *
 * @param name what it is
 * @param shapes of the parameters
 * @param computation the result, from the parameters
 */
public record ViewCase(String name, List<Shape> shapes, Computation computation) {
  /** The name of the result among the step's outputs. */
  public static final String RESULT = "result";

  /** What is computed. */
  @FunctionalInterface
  public interface Computation {
    /** Appends it to the graph. */
    Value of(Graph graph, List<Value> parameters);
  }

  /** Copies the list. */
  public ViewCase {
    shapes = List.copyOf(shapes);
  }

  /** The step, whose result is an output. */
  public StepGraph step() {
    Graph graph = new Graph();
    List<Value> parameters = new ArrayList<>();
    for (Shape shape : shapes) {
      String name = String.valueOf((char) ('a' + parameters.size()));
      parameters.add(graph.parameter(name, shape, Role.PARAMETER));
    }
    Value result = computation.of(graph, parameters);
    Value factors = graph.input("t", result.shape());
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(RESULT, result);
    graph.enter(Phase.LOSS);
    Value loss = graph.sum(graph.map(result, factors, (y, t) -> y.times(t)), Extent.ALL);
    return StepGraph.training(
        graph, outputs, loss, Gradients.of(loss, parameters), Optimizers.sgd(0.1).rule());
  }

  @Override
  public String toString() {
    return name;
  }
}
