package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.loss.SoftmaxCrossEntropy;
import org.gradcl.nn.Activation;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engines' float32 gradients against central differences of the reference in float64, for every
 * activation and loss, with and without dropout, at odd and prime sizes and batch 1.
 */
class GradientsTest {
  private static final double TOLERANCE = 1e-5;
  private static final double FROM_KINKS = 1e-3;
  private static final RandomKey KEY = RandomKey.ofSeed(5);

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.all().toList();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void gradientsAgreeWithCentralDifferences(EngineUnderTest engine) {
    int cases = 0;
    try (EngineUnderTest.Open open = engine.open()) {
      for (Activation activation : Activations.all()) {
        for (Loss loss : Losses.all()) {
          for (int batch : new int[] {1, 5}) {
            Sequential model =
                Sequential.of(Dense.of(3, 7, activation), Dropout.of(0.2), Dense.of(7, 5));
            check(open, new TrainingStep(model, loss, Optimizers.sgd(0.1f)), batch);
            cases++;
          }
        }
      }
      for (Activation activation : Activations.all()) {
        Sequential model = Sequential.of(Dense.of(11, 13, activation), Dense.of(13, 1, activation));
        Loss loss = Losses.meanSquaredError();
        check(open, new TrainingStep(model, loss, Optimizers.sgd(0.1f)), 17);
        cases++;
      }
    }
    assertThat(cases).isGreaterThanOrEqualTo(Activations.all().size() * (2 * 5 + 1));
  }

  private static void check(EngineUnderTest.Open open, TrainingStep step, int batch) {
    StepGraph graph = step.graph(batch);
    for (int seed = 0; ; seed++) {
      assertThat(seed).as("a seed without kinks for %s", step).isLessThan(200);
      Sample sample = Sample.of(step, batch, seed);
      if (sample.isFarFromKinks(step.traced(batch), step.loss())) {
        compare(open, step, graph, sample);
        return;
      }
    }
  }

  private static void compare(
      EngineUnderTest.Open open, TrainingStep step, StepGraph graph, Sample sample) {
    NumericDerivative numeric = new NumericDerivative(graph);
    ReferenceState state = sample.state(graph.stateLayout());
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), graph, sample.parameters(), 1, 0.1f, KEY)) {
      run.step(sample.batch());
      for (StateLayout.Entry entry : graph.stateLayout().learnt()) {
        float[] gradient = run.state().read(StateLayout.gradientName(entry.name())).floats();
        double[] expected = numeric.of(sample.batch64(), state, entry.name());
        assertThat(Deviation.of(gradient, expected))
            .as("%s by %s: %s against %s", step, entry.name(), gradient, expected)
            .isLessThanOrEqualTo(TOLERANCE);
      }
    }
  }

  /** Parameters and a batch. */
  private record Sample(List<HostTensor> parameters, Map<String, float[]> batch) {
    static Sample of(TrainingStep step, int rows, int seed) {
      Random random = new Random(seed);
      List<HostTensor> parameters = new ArrayList<>();
      step.model()
          .parameters()
          .forEach(
              p ->
                  parameters.add(
                      HostTensor.of(
                          p.name(), p.shape(), normal(random, p.shape().elements(), 0.7))));
      Map<String, float[]> batch = new LinkedHashMap<>();
      batch.put(TrainingStep.INPUT, normal(random, rows * step.model().inputShape().elements(), 1));
      batch.put(TrainingStep.TARGET, targets(step, rows, random));
      return new Sample(parameters, batch);
    }

    private static float[] targets(TrainingStep step, int rows, Random random) {
      int classes = step.model().outputShape().elements();
      if (step.loss() instanceof SoftmaxCrossEntropy) {
        float[] targets = new float[rows];
        for (int i = 0; i < rows; i++) {
          targets[i] = random.nextInt(classes);
        }
        return targets;
      }
      float[] targets = normal(random, rows * classes, 1);
      if (step.loss().describe().startsWith("bce")) {
        for (int i = 0; i < targets.length; i++) {
          targets[i] = targets[i] > 0 ? 1 : 0;
        }
      }
      return targets;
    }

    private static float[] normal(Random random, int count, double scale) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) (scale * random.nextGaussian());
      }
      return values;
    }

    Map<String, double[]> batch64() {
      Map<String, double[]> inputs = new LinkedHashMap<>();
      batch.forEach((name, values) -> inputs.put(name, ReferenceState.float64(values)));
      return inputs;
    }

    ReferenceState state(StateLayout layout) {
      return ReferenceState.initial(layout, parameters, 1, KEY);
    }

    boolean isFarFromKinks(StepGraph traced, Loss loss) {
      ReferenceResult result = new Interpreter(traced).run(batch64(), state(traced.stateLayout()));
      boolean far = true;
      for (Map.Entry<String, double[]> output : result.outputs().entrySet()) {
        boolean gradient = output.getKey().startsWith("gradient/");
        if (!gradient && output.getKey().endsWith("preactivation")) {
          for (double z : output.getValue()) {
            far &= Math.abs(z) > FROM_KINKS;
          }
        }
      }
      if (!(loss instanceof SoftmaxCrossEntropy)) {
        double[] prediction = result.outputs().get(Sequential.PREDICTION);
        float[] target = batch.get(TrainingStep.TARGET);
        for (int i = 0; i < prediction.length; i++) {
          double residual = Math.abs(prediction[i] - target[i]);
          far &= residual > FROM_KINKS && Math.abs(residual - 1) > FROM_KINKS;
        }
      }
      return far;
    }
  }
}
