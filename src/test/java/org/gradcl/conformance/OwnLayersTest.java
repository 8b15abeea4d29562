package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Layer;
import org.gradcl.nn.ParameterSpec;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A layer as a user may write it, whose gradient of a weight is a row program: its gradients are
 * those of float64 and are clipped with all others.
 */
class OwnLayersTest {
  private static final int BATCH = 11;
  private static final float RATE = 0.5f;
  private static final RandomKey KEY = RandomKey.ofSeed(4);

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  /**
   * Weight normalisation: Y = X·Vᵀ + b, where each row of V is that of W divided by its norm.
   * Source: Salimans and Kingma, Weight Normalization, 2016, with g = 1.
   */
  private record WeightNormalized(Dense dense) implements Layer {
    @Override
    public Optional<Shape> inputShape() {
      return dense.inputShape();
    }

    @Override
    public Value append(Scope scope, Value x) {
      int inputs = x.shape().columns();
      Shape matrix = Shape.of(dense.outputs(), inputs);
      Value weight =
          scope.parameter(
              new ParameterSpec("weight", matrix, dense.weight(), inputs, dense.outputs()));
      Value bias =
          scope.parameter(
              new ParameterSpec(
                  "bias",
                  Shape.of(dense.outputs()),
                  dense.bias().orElseThrow(),
                  inputs,
                  dense.outputs()));
      Expr w = Operation.MapElements.variable(0);
      RowProgram normalized =
          new RowProgram(
              List.of(RowProgram.RowReduction.sum(Expr.of(Operator.SQUARE, w))),
              w.over(Expr.of(Operator.SQRT, RowProgram.reduced(0))),
              false);
      Graph graph = scope.graph();
      Value direction = graph.rows(weight.shape(), normalized, List.of(weight));
      return graph.map(graph.matrixProduct(x, false, direction, true), bias, Expr::plus);
    }

    @Override
    public String describe() {
      return "weight_normalized " + dense.describe();
    }
  }

  private static TrainingStep step(Optimizer optimizer) {
    return new TrainingStep(
        Sequential.of(
            new WeightNormalized(Dense.of(13, 7)),
            Dense.of(7, 5, Activations.TANH),
            new WeightNormalized(Dense.of(5, 3))),
        Losses.meanSquaredError(),
        optimizer);
  }

  /** Gradients and parameters after one step, by name. */
  private static Map<String, float[]> afterOneStep(EngineUnderTest engine, Optimizer optimizer) {
    TrainingStep step = step(optimizer);
    StepGraph graph = step.graph(BATCH);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run =
            DeviceRun.of(
                open.device(),
                Compiler.fusing(),
                graph,
                step.model().initialParameters(KEY),
                1,
                RATE,
                KEY)) {
      run.step(Samples.regression(step, BATCH, 5));
      assertThat(run.losses()).hasSize(1);
      for (StateLayout.Entry entry : graph.stateLayout().learnt()) {
        String gradient = StateLayout.gradientName(entry.name());
        tensors.put(entry.name(), run.state().read(entry.name()).floats());
        tensors.put(gradient, run.state().read(gradient).floats());
      }
    }
    return tensors;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void gradientsAreThoseOfFloat64(EngineUnderTest engine) {
    TrainingStep step = step(Optimizers.sgd(RATE));
    StepGraph graph = step.graph(BATCH);
    Map<String, float[]> found = afterOneStep(engine, Optimizers.sgd(RATE));
    Map<String, double[]> batch = new LinkedHashMap<>();
    Samples.regression(step, BATCH, 5)
        .forEach((name, values) -> batch.put(name, ReferenceState.float64(values)));
    List<HostTensor> initial = step.model().initialParameters(KEY);
    new Interpreter(graph)
        .run(batch, ReferenceState.initial(graph.stateLayout(), initial, 1, KEY))
        .gradients()
        .forEach(
            (name, expected) -> {
              float[] gradient = found.get(StateLayout.gradientName(name));
              for (int i = 0; i < expected.length; i++) {
                assertThat((double) gradient[i]).as(name).isCloseTo(expected[i], within(1e-6));
              }
            });
  }

  @ParameterizedTest
  @MethodSource("engines")
  void everyGradientCountsInTheGlobalNorm(EngineUnderTest engine) {
    double limit = 0.01;
    Map<String, float[]> free = afterOneStep(engine, Optimizers.sgd(RATE));
    Map<String, float[]> clipped = afterOneStep(engine, Optimizers.sgd(RATE).withClipNorm(limit));
    double squares = 0;
    List<String> parameters = new ArrayList<>();
    for (String name : free.keySet()) {
      if (free.containsKey(StateLayout.gradientName(name))) {
        parameters.add(name);
        for (float g : free.get(StateLayout.gradientName(name))) {
          squares += (double) g * g;
        }
      }
    }
    double scale = limit / (Math.sqrt(squares) + 1e-6);
    assertThat(parameters).hasSize(6);
    assertThat(scale).isLessThan(0.5);
    for (String name : parameters) {
      float[] gradient = free.get(StateLayout.gradientName(name));
      for (int i = 0; i < gradient.length; i++) {
        double expected = free.get(name)[i] + RATE * gradient[i] * (1 - scale);
        assertThat((double) clipped.get(name)[i]).as(name).isCloseTo(expected, within(3e-7));
      }
    }
  }
}
