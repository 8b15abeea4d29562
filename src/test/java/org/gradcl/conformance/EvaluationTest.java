package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.loss.SoftmaxCrossEntropy;
import org.gradcl.metric.Metric;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss and metric, summed on each engine, is the figure of the reference. */
class EvaluationTest {
  private static final RandomKey KEY = RandomKey.ofSeed(6);
  private static final int CLASSES = 5;

  private static final Sequential MODEL =
      Sequential.of(Dense.of(3, 11, Activations.RELU), Dropout.of(0.5), Dense.of(11, CLASSES));

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.all().toList();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void figuresAreThoseOfTheReference(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      for (Loss loss : Losses.all()) {
        List<Metric> metrics =
            loss instanceof SoftmaxCrossEntropy ? List.of(Metrics.accuracy()) : Metrics.all();
        for (int batch : new int[] {1, 7, 331}) {
          compare(open, InferenceStep.evaluating(MODEL, loss, metrics), batch);
        }
      }
    }
  }

  private static void compare(EngineUnderTest.Open open, InferenceStep step, int batch) {
    StepGraph graph = step.graph(batch);
    Map<String, float[]> inputs = batch(step, batch);
    Map<String, double[]> inputs64 = new LinkedHashMap<>();
    inputs.forEach((name, values) -> inputs64.put(name, ReferenceState.float64(values)));
    ReferenceState state =
        ReferenceState.initial(graph.stateLayout(), MODEL.initialParameters(KEY), 1, KEY);
    ReferenceResult reference = new Interpreter(graph).run(inputs64, state);
    Map<String, Double> expected = new LinkedHashMap<>();
    Map<String, Double> found = new LinkedHashMap<>();
    try (DeviceRun run =
        DeviceRun.of(
            open.device(), Compiler.fusing(), graph, MODEL.initialParameters(KEY), 1, 0.1f, KEY)) {
      run.step(inputs);
      for (String name : step.sumNames()) {
        expected.put(name, reference.outputs().get(name)[0]);
        found.put(name, run.output(name).doubles()[0]);
      }
    }
    for (Map<String, Double> sums : List.of(expected, found)) {
      step.addTargets(FloatBuffer.wrap(inputs.get(TrainingStep.TARGET)), batch, sums);
    }
    Map<String, Double> figures = step.figures(found, batch);
    step.figures(expected, batch)
        .forEach(
            (name, figure) ->
                assertThat(
                        RecordedTrajectory.deviation(
                            new double[] {figures.get(name)}, new double[] {figure}))
                    .as("%s of %s samples for %s", name, batch, step.loss().get().describe())
                    .isLessThanOrEqualTo(RecordedTrajectory.LOSS_TOLERANCE));
  }

  private static Map<String, float[]> batch(InferenceStep step, int batch) {
    Random random = new Random(batch);
    float[] target = Samples.normal(random, batch * step.targetShape().get().elements(), 1);
    if (step.targetShape().get().rank() == 0) {
      for (int i = 0; i < batch; i++) {
        target[i] = random.nextInt(CLASSES);
      }
    }
    return Map.of(
        TrainingStep.INPUT, Samples.normal(random, batch * 3, 1), TrainingStep.TARGET, target);
  }
}
