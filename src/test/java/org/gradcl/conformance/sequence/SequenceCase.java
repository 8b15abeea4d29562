package org.gradcl.conformance.sequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.gradcl.nn.Mode;
import org.gradcl.nn.Scope;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Samples;
import org.gradcl.testing.StepOnSamples;

/**
 * A block of sequences, and what it computes by definition, written for float64 without a graph.
 * What is read by value is learnt as the block's parameters are, so that its gradient is checked,
 * too, with the loss Σ t · result.
 *
 * @param name what it is
 * @param read what the block reads, by name
 * @param given lengths and masks: numbers that have no gradient
 * @param block writes it
 * @param definition the result, from all numbers by name
 */
record SequenceCase(
    String name,
    Map<String, Shape> read,
    Map<String, float[]> given,
    Writer block,
    Definition definition) {
  /** The name of the result among the step's outputs. */
  static final String RESULT = "result";

  static final RandomKey KEY = RandomKey.ofSeed(7);

  /** Writes a block. */
  @FunctionalInterface
  interface Writer {
    /** The result, from what is read and what is given. */
    Value append(Scope scope, Map<String, Value> values);
  }

  /** What a block computes. */
  @FunctionalInterface
  interface Definition {
    /** The result, row major. */
    double[] of(Map<String, double[]> numbers);
  }

  /** The step, whose result is an output. */
  StepGraph step() {
    Graph graph = new Graph();
    Map<String, Value> values = new LinkedHashMap<>();
    read.forEach((n, shape) -> values.put(n, graph.parameter(n, shape, Role.PARAMETER)));
    int batch = batch();
    given.keySet().forEach(n -> values.put(n, graph.input(n, sample(n).batch(batch))));
    Value result = block.append(Scope.of(graph, Mode.TRAINING), values);
    Map<String, Value> outputs = Map.of(RESULT, result);
    Value factors = graph.input("t", result.shape());
    graph.enter(Phase.LOSS);
    Value loss = graph.sum(graph.map(result, factors, (y, t) -> y.times(t)), Extent.ALL);
    List<Value> learnt = new ArrayList<>();
    for (Value value : graph.values()) {
      if (value.operation().kind() == Operation.Kind.PARAMETER) {
        learnt.add(value);
      }
    }
    return StepGraph.training(
        graph, outputs, loss, Gradients.of(loss, learnt), Optimizers.sgd(0.1).rule());
  }

  /** A step that evaluates the block for a number of samples, given what it reads. */
  StepGraph evaluation(int samples) {
    Graph graph = new Graph();
    Map<String, Value> values = new LinkedHashMap<>();
    read.forEach((n, shape) -> values.put(n, graph.input(n, shape.sample().batch(samples))));
    given.keySet().forEach(n -> values.put(n, graph.input(n, sample(n).batch(samples))));
    Value result = block.append(Scope.of(graph, Mode.INFERENCE), values);
    return StepGraph.inference(graph, Map.of(RESULT, result));
  }

  /** The inputs of an evaluation: normal numbers, and what is given over and over. */
  Map<String, float[]> evaluationInputs(int samples) {
    Map<String, float[]> inputs = Samples.inputs(evaluation(samples));
    given.forEach(
        (n, numbers) -> {
          float[] all = inputs.get(n);
          for (int i = 0; i < all.length; i++) {
            all[i] = numbers[i % numbers.length];
          }
        });
    return inputs;
  }

  private int batch() {
    return read.values().iterator().next().extent(0);
  }

  /** What is given for a sample: one number, or several. */
  private Shape sample(String given) {
    int each = given().get(given).length / batch();
    return each == 1 ? Shape.scalar() : Shape.of(each);
  }

  /** The inputs of the step: what is given, and normal factors. */
  Map<String, float[]> inputs(StepGraph step) {
    Map<String, float[]> inputs = Samples.inputs(step);
    inputs.putAll(given);
    return inputs;
  }

  StepOnSamples onSamples() {
    StepGraph step = step();
    return new StepOnSamples(step, KEY, inputs(step));
  }

  @Override
  public String toString() {
    return name;
  }
}
