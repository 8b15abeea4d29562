package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.gradcl.backend.BackendProvider;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Slot;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.StepStatus;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;
import org.gradcl.tensor.HostTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan with fusion and one without are the same training, on every device. */
class FusionTest {
  private static final int STEPS = 25;

  static Stream<Candidate> devices() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .flatMap(provider -> provider.get().candidates().stream())
        .filter(candidate -> candidate.rejection().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("devices")
  void fusedAndUnfusedPlansTrainAlike(Candidate candidate) {
    for (int batch : new int[] {1, 4, 37}) {
      try (Device device = candidate.opener().open()) {
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
    List<Double> losses = new ArrayList<>();
    Plan plan = compiler.plan(step, step.stateLayout(), device.target());
    try (State state = device.allocate(step.stateLayout());
        Executable executable = device.load(plan, state)) {
      Random random = new Random(7);
      for (StateLayout.Entry entry : step.stateLayout().parameters()) {
        state.write(
            HostTensor.of(entry.name(), entry.shape(), normal(random, entry.shape().elements())));
      }
      state.writeStep(new StepState(0, STEPS, 0.1f, 11, 12, false));
      float[] x = normal(random, plan.rows() * SmallNet.INPUTS);
      float[] y = normal(random, plan.rows() * SmallNet.OUTPUTS);
      for (int i = 0; i < STEPS; i++) {
        Slot slot = executable.acquire();
        fill(slot.inputs().get("input"), x);
        fill(slot.inputs().get("target"), y);
        executable.run(slot);
      }
      StepStatus status = state.collect(true, (number, loss) -> losses.add(loss));
      assertThat(status.nonFinite()).isFalse();
      assertThat(status.step()).isEqualTo(STEPS);
    }
    return losses;
  }

  private static void fill(FloatBuffer buffer, float[] values) {
    assertThat(buffer.capacity()).isEqualTo(values.length);
    buffer.put(0, values);
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.5 * random.nextGaussian());
    }
    return values;
  }
}
