package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.ParameterSpec;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.ParameterGroup;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clipping scales by min(1, c / (‖g‖ + 1e-6)) where ‖g‖ counts each gradient once, also where
 * several work-groups share the launch that computes it.
 */
class ClippingTest {
  private static final RandomKey KEY = RandomKey.ofSeed(3);

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theScaleIsThatOfTheFormula(EngineUnderTest engine) {
    // Several tiles and blocks wide, and but one high: the gradient of the bias belongs to one.
    Dense wide = Dense.of(200, 3);
    try (EngineUnderTest.Open open = engine.open()) {
      check(open, Compiler.fusing(), wide, 64, 1, 0.05);
      check(open, Compiler.fusing(), wide, 64, 1, 1000); // nothing to clip
      check(open, Compiler.fusing(), wide, 64, 1e-6f, 1e-7); // where the 1e-6 counts
    }
  }

  /** Whose last number is the last of all, without a gap for alignment behind it. */
  @ParameterizedTest
  @MethodSource("engines")
  void everyParameterIsUpdatedOnce(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      check(open, Compiler.fusing(), Dense.of(33, 64), 9, 1, 0.05);
    }
  }

  /** A group that is exempt has no part in the norm, and keeps its gradient. */
  @ParameterizedTest
  @MethodSource("engines")
  void aGroupMayBeExempt(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      for (String exempt : List.of("layer.0.bias", "layer.0.weight")) {
        check(open, Compiler.fusing(), Dense.of(33, 5), 9, 1, 0.005, exempt);
        check(open, Compiler.unfused(), Dense.of(33, 5), 9, 1, 0.005, exempt);
      }
      check(open, Compiler.fusing(), Dense.of(33, 5), 9, 1, 0.005, "layer.0.*");
    }
  }

  /** Sums of columns of a launch of their own, shared by work-groups in the midst of a vector. */
  @ParameterizedTest
  @MethodSource("engines")
  void everyBiasCountsOnce(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      check(open, Compiler.unfused(), Dense.of(5, 45), 400, 1, 0.05);
    }
  }

  private static void check(
      EngineUnderTest.Open open,
      Compiler compiler,
      Dense layer,
      int samples,
      float target,
      double limit,
      String... exempt) {
    int inputs = layer.inputs().getAsInt();
    int outputs = layer.outputs();
    Optimizer optimizer = Optimizers.sgd(1).withClipNorm(limit);
    for (String name : exempt) {
      optimizer = optimizer.withGroup(name, ParameterGroup::withoutClipping);
    }
    TrainingStep step =
        new TrainingStep(Sequential.of(layer), Losses.meanSquaredError(), optimizer);
    List<String> unclipped =
        step.model().parameters().stream()
            .filter(
                p ->
                    step.optimizer().groups().stream()
                        .anyMatch(g -> g.matches(p.name(), p.shape())))
            .map(ParameterSpec::name)
            .toList();
    Map<String, float[]> batch = Samples.regression(step, samples, 1);
    float[] x = batch.get(TrainingStep.INPUT);
    for (int i = 0; i < x.length; i++) {
      x[i] *= 0.01f; // so that the bias has the larger gradient
    }
    Arrays.fill(batch.get(TrainingStep.TARGET), target);
    List<HostTensor> zero =
        List.of(
            HostTensor.of("layer.0.weight", Shape.of(outputs, inputs), new float[outputs * inputs]),
            HostTensor.of("layer.0.bias", Shape.of(outputs), new float[outputs]));
    try (DeviceRun run =
        DeviceRun.of(open.device(), compiler, step.graph(samples), zero, 1, 1, KEY)) {
      run.step(batch);
      double squares = 0;
      for (HostTensor parameter : zero) {
        if (unclipped.contains(parameter.name())) {
          continue;
        }
        for (float g : run.state().read("gradient/" + parameter.name()).floats()) {
          squares += (double) g * g;
        }
      }
      double scale = Math.min(1, limit / (Math.sqrt(squares) + 1e-6));
      for (HostTensor parameter : zero) {
        float[] gradient = run.state().read("gradient/" + parameter.name()).floats();
        float[] updated = run.state().read(parameter.name()).floats();
        for (int i = 0; i < gradient.length; i++) {
          double expected = -(unclipped.contains(parameter.name()) ? 1 : scale) * gradient[i];
          assertThat((double) updated[i])
              .as("%s[%d], limit %s", parameter.name(), i, limit)
              .isCloseTo(expected, within(1e-5 * Math.abs(expected)));
        }
      }
    }
  }
}
