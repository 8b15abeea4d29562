package org.gradcl.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.log;
import static org.gradcl.expr.Functions.softplus;
import static org.gradcl.expr.Functions.tanh;
import static org.gradcl.graph.UpdateRule.GRADIENT;
import static org.gradcl.graph.UpdateRule.LEARNING_RATE;
import static org.gradcl.graph.UpdateRule.PARAMETER;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.UpdateRule.Slot;
import org.gradcl.graph.Value;
import org.gradcl.loss.Reduction;
import org.gradcl.loss.ScalarLoss;
import org.gradcl.nn.Activation;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Initializers;
import org.gradcl.nn.Layer;
import org.gradcl.nn.ParameterSpec;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code docs/adding.md} promises: an activation, a loss, an optimiser and a layer of a user's
 * own, stated outside the library, train on every engine with gradients that nobody typed.
 */
class AddingTest {
  private static final Activation MISH = Activation.of("mish", z -> z.times(tanh(softplus(z))));

  /** ln cosh d = d + softplus(−2d) − ln 2. */
  private static final ScalarLoss LOG_COSH =
      ScalarLoss.of(
          "log_cosh",
          Reduction.MEAN,
          (p, t) -> {
            Expr d = p.minus(t);
            return d.plus(softplus(d.times(-2))).minus(log(constant(2)));
          });

  /** Lion: the sign of an interpolated momentum (Chen et al., 2023). */
  private static Optimizer lion(double learningRate) {
    Expr momentum = Slot.variable("momentum");
    Expr direction = Expr.of(Operator.SIGN, momentum.times(0.9).plus(GRADIENT.times(0.1)));
    return Optimizer.of(
        "lion",
        learningRate,
        List.of(new Slot("momentum", momentum.times(0.99).plus(GRADIENT.times(0.01)), 0)),
        PARAMETER.minus(LEARNING_RATE.times(direction)));
  }

  /** y = x · s, one learnt factor a unit. */
  private record Scale(int units) implements Layer {
    @Override
    public Optional<Shape> inputShape() {
      return Optional.of(Shape.of(units));
    }

    @Override
    public Value append(Scope scope, Value x) {
      ParameterSpec factor =
          new ParameterSpec("factor", Shape.of(units), Initializers.constantly(0.9), units, units);
      return scope.label("scaled", scope.map(x, scope.parameter(factor), Expr::times));
    }

    @Override
    public String describe() {
      return "scale " + units;
    }
  }

  private static final int BATCH = 7;
  private static final int STEPS = 20;
  private static final RandomKey KEY = RandomKey.ofSeed(9);

  private static final TrainingStep STEP =
      new TrainingStep(
          Sequential.of(new Scale(5), Dense.of(5, 11, MISH), new Scale(11), Dense.of(11, 3)),
          LOG_COSH,
          lion(0.003));

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.all().toList();
  }

  private static ReferenceState initial(StepGraph graph) {
    return ReferenceState.initial(
        graph.stateLayout(), STEP.model().initialParameters(KEY), STEPS, KEY);
  }

  private static Map<String, double[]> float64(Map<String, float[]> batch) {
    Map<String, double[]> inputs = new LinkedHashMap<>();
    batch.forEach((name, values) -> inputs.put(name, ReferenceState.float64(values)));
    return inputs;
  }

  @Test
  void theirGradientsAreDerived() {
    StepGraph graph = STEP.graph(BATCH);
    Map<String, double[]> inputs = float64(Samples.regression(STEP, BATCH, 1));
    ReferenceResult result = new Interpreter(graph).run(inputs, initial(graph));
    assertThat(result.gradients()).hasSize(6);
    result
        .gradients()
        .forEach(
            (name, gradient) -> {
              double[] numeric = new NumericDerivative(graph).of(inputs, initial(graph), name);
              assertThat(RecordedTrajectory.deviation(gradient, numeric)).as(name).isLessThan(1e-8);
            });
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theyTrainOnEveryEngine(EngineUnderTest engine) {
    StepGraph graph = STEP.graph(BATCH);
    Interpreter interpreter = new Interpreter(graph);
    ReferenceState state = initial(graph);
    double[] expected = new double[STEPS];
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run =
            DeviceRun.of(
                open.device(),
                Compiler.fusing(),
                graph,
                STEP.model().initialParameters(KEY),
                STEPS,
                0.003f,
                KEY)) {
      for (int i = 0; i < STEPS; i++) {
        Map<String, float[]> batch = Samples.regression(STEP, BATCH, 1);
        ReferenceResult result = interpreter.run(float64(batch), state);
        expected[i] = result.loss().getAsDouble();
        state = result.state();
        run.step(batch);
      }
      double[] losses = run.losses().stream().mapToDouble(Double::doubleValue).toArray();
      assertThat(losses[STEPS - 1]).isLessThan(losses[0]);
      assertThat(RecordedTrajectory.deviation(losses, expected)).isLessThan(1e-5);
    }
  }
}
