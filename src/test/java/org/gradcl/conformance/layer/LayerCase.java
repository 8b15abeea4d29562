package org.gradcl.conformance.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.nn.Block;
import org.gradcl.nn.Mode;
import org.gradcl.nn.Scope;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.StepOnSamples;

/**
 * A block with the shape of what it reads. The input is learnt as its parameters are, so that the
 * gradient by it is checked, too, with the loss Σ t · result.
 *
 * @param block under test
 * @param input {@code [batch, …]}
 */
record LayerCase(Block block, Shape input) {
  static final String RESULT = "result";
  static final RandomKey KEY = RandomKey.ofSeed(11);
  private static final String X = "x";

  /** A step that trains the block. */
  StepGraph training() {
    Graph graph = new Graph();
    Value x = graph.parameter(X, input, Role.PARAMETER);
    Value result = Scope.of(graph, Mode.TRAINING).call("block", block, x);
    Value factors = graph.input("t", result.shape());
    graph.enter(Phase.LOSS);
    Value loss = graph.sum(graph.map(result, factors, (y, t) -> y.times(t)), Extent.ALL);
    List<Value> learnt = new ArrayList<>();
    for (Value value : graph.values()) {
      if (value.operation() instanceof Operation.Parameter parameter
          && parameter.role() == Role.PARAMETER) {
        learnt.add(value);
      }
    }
    Map<Value, Value> gradients = Gradients.of(loss, learnt);
    return StepGraph.training(
        graph, Map.of(RESULT, result), loss, gradients, Optimizers.sgd(0.1).rule());
  }

  StepOnSamples onSamples() {
    return new StepOnSamples(training(), KEY);
  }

  /** A step that evaluates the block for a number of samples. */
  StepGraph evaluation(int samples) {
    Graph graph = new Graph();
    Value x = graph.input(X, input.sample().batch(samples));
    Value result = Scope.of(graph, Mode.INFERENCE).call("block", block, x);
    return StepGraph.inference(graph, Map.of(RESULT, result));
  }

  @Override
  public String toString() {
    return block.describe() + " of " + input;
  }
}
