package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.backend.Device;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan with fusion and one without are the same training, on every device. */
class FusionTest {
  private static final int STEPS = 25;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void fusedAndUnfusedPlansTrainAlike(EngineUnderTest engine) {
    for (int batch : new int[] {1, 4, 37}) {
      try (EngineUnderTest.Open open = engine.open()) {
        Device device = open.device();
        StepGraph step = SmallNet.training(batch, 0.25, 0.6);
        List<Double> fused = train(device, step, Compiler.fusing());
        List<Double> unfused = train(device, step, Compiler.unfused());
        assertThat(fused).hasSize(STEPS);
        assertThat(fused.get(STEPS - 1)).isLessThan(fused.get(0));
        for (int i = 0; i < STEPS; i++) {
          assertThat(fused.get(i)).isCloseTo(unfused.get(i), within(2e-5 * fused.get(0)));
        }
      }
    }
  }

  private static List<Double> train(Device device, StepGraph step, Compiler compiler) {
    Random random = new Random(7);
    List<HostTensor> parameters = new ArrayList<>();
    for (StateLayout.Entry entry : step.stateLayout().parameters()) {
      parameters.add(
          HostTensor.of(entry.name(), entry.shape(), normal(random, entry.shape().elements())));
    }
    int rows = step.inputs().get(0).shape().extent(0);
    Map<String, float[]> batch =
        Map.of(
            "input", normal(random, rows * SmallNet.INPUTS),
            "target", normal(random, rows * SmallNet.OUTPUTS));
    try (DeviceRun run =
        DeviceRun.of(device, compiler, step, parameters, STEPS, 0.1f, RandomKey.ofSeed(11))) {
      for (int i = 0; i < STEPS; i++) {
        run.step(batch);
      }
      List<Double> losses = run.losses();
      assertThat(run.state().readStep().step()).isEqualTo(STEPS);
      assertThat(run.state().readStep().nonFinite()).isFalse();
      return losses;
    }
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.5 * random.nextGaussian());
    }
    return values;
  }
}
