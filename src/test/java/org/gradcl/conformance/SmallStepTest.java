package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One small step through every kind of launch, fused and not, against the reference: a few thousand
 * multiply-adds, so that it can also run under a checker that is a thousand times slower.
 */
class SmallStepTest {
  private static final RandomKey KEY = RandomKey.ofSeed(8);
  private static final int BATCH = 5;

  static Stream<EngineUnderTest> engines() {
    return Stream.concat(EngineUnderTest.all(), EngineUnderTest.forced().stream());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void regressionWithDropoutAndClipping(EngineUnderTest engine) {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(
                Dense.of(3, 7, Activations.TANH),
                Dropout.of(0.3),
                Dense.of(7, 4, Activations.GELU),
                Dense.of(4, 2)),
            Losses.huber(0.5),
            Optimizers.adamW(0.01f).withClipNorm(0.1));
    bothPlans(engine, step, Samples.regression(step, BATCH, 2));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void classification(EngineUnderTest engine) {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(3, 6, Activations.RELU), Dense.of(6, 4)),
            Losses.softmaxCrossEntropy(),
            Optimizers.sgd(0.1f));
    Map<String, float[]> batch =
        Map.of(
            TrainingStep.INPUT,
            Samples.normal(new Random(4), BATCH * 3, 1),
            TrainingStep.TARGET,
            new float[] {0, 3, 1, 2, 3});
    bothPlans(engine, step, batch);
  }

  private static void bothPlans(
      EngineUnderTest engine, TrainingStep step, Map<String, float[]> batch) {
    try (EngineUnderTest.Open open = engine.open()) {
      compare(open, step, batch, Compiler.fusing());
      compare(open, step, batch, Compiler.unfused());
    }
  }

  private static void compare(
      EngineUnderTest.Open open, TrainingStep step, Map<String, float[]> batch, Compiler compiler) {
    StepGraph graph = step.graph(BATCH, List.of(Sequential.PREDICTION));
    List<HostTensor> parameters = step.model().initialParameters(KEY);
    Map<String, double[]> inputs = Samples.float64(batch);
    ReferenceResult expected =
        new Interpreter(graph)
            .run(inputs, ReferenceState.initial(graph.stateLayout(), parameters, 1, KEY));
    try (DeviceRun run =
        DeviceRun.of(
            open.device(),
            compiler,
            graph,
            parameters,
            1,
            (float) step.optimizer().learningRate(),
            KEY)) {
      run.step(batch);
      assertThat(
              Deviation.of(
                  run.output(Sequential.PREDICTION).floats(),
                  expected.outputs().get(Sequential.PREDICTION)))
          .isLessThanOrEqualTo(2e-6);
      double loss = run.losses().get(0);
      assertThat(
              Deviation.of(
                  new float[] {(float) loss}, new double[] {expected.loss().getAsDouble()}))
          .isLessThanOrEqualTo(2e-6);
      for (StateLayout.Entry entry : graph.stateLayout().learnt()) {
        float[] gradient = run.state().read(StateLayout.gradientName(entry.name())).floats();
        assertThat(Deviation.of(gradient, expected.gradients().get(entry.name())))
            .as("gradient by %s", entry.name())
            .isLessThanOrEqualTo(1e-5);
        assertThat(
                Deviation.of(
                    run.state().read(entry.name()).floats(), expected.state().tensor(entry.name())))
            .as("%s after the update", entry.name())
            .isLessThanOrEqualTo(1e-5);
      }
      assertThat(run.state().readStep().step()).isEqualTo(1);
    }
  }
}
