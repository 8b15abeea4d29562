package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.device.DeviceLimitException;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Reduction;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sums of very many ones, which every order of adding gives exactly: Mesa's llvmpipe ends a
 * kernel's loops after 65,535 rounds without a word, and numbers were missing.
 */
class LongLoopsTest {
  /** Inputs, outputs, batch. */
  private static final int[][] EXTENTS = {
    {37, 64, 1000},
    {100, 100, 2000},
    {37, 64, 60_000},
    {3, 2, 200_000},
    {30_000, 5, 3},
    {1, 1777, 5}
  };

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void noRoundOfALoopIsLeftOutUnlessItIsSaid(EngineUnderTest engine) {
    int refused = 0;
    try (EngineUnderTest.Open open = engine.open()) {
      for (int[] extents : EXTENTS) {
        try {
          check(open, extents[0], extents[1], extents[2]);
        } catch (DeviceLimitException e) {
          refused++;
          assertThat(e).hasMessageContainingAll("llvmpipe", "65535", "another device");
        }
      }
    }
    if (engine.name().contains("llvmpipe")) {
      assertThat(refused).isBetween(1, EXTENTS.length - 1);
    } else {
      assertThat(refused).isZero();
    }
  }

  /** With weights of 1 an output is the number of inputs; all derivatives by outputs are 1. */
  private static void check(EngineUnderTest.Open open, int inputs, int outputs, int batch) {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(inputs, outputs)),
            Losses.meanSquaredError().withReduction(Reduction.SUM),
            Optimizers.sgd(1));
    StepGraph graph = step.graph(batch, List.of(Sequential.PREDICTION));
    List<HostTensor> parameters =
        graph.stateLayout().learnt().stream()
            .map(e -> filled(e, e.name().endsWith("weight") ? 1 : 0))
            .toList();
    try (DeviceRun run =
        DeviceRun.of(
            open.device(), Compiler.fusing(), graph, parameters, 1, 1, RandomKey.ofSeed(1))) {
      run.step(
          Map.of(
              TrainingStep.INPUT,
              filled(batch * inputs, 1),
              TrainingStep.TARGET,
              filled(batch * outputs, inputs - 1)));
      assertThat(run.output(Sequential.PREDICTION).floats()).containsOnly(inputs);
      assertThat(run.losses()).containsExactly(0.5 * batch * outputs);
      for (StateLayout.Entry entry : graph.stateLayout().learnt()) {
        assertThat(run.state().read(StateLayout.gradientName(entry.name())).floats())
            .as("gradient by %s of %d, %d, %d", entry.name(), inputs, outputs, batch)
            .containsOnly(batch);
        assertThat(run.state().read(entry.name()).floats())
            .as("%s of %d, %d, %d", entry.name(), inputs, outputs, batch)
            .containsOnly(entry.name().endsWith("weight") ? 1 - batch : -batch);
      }
    }
  }

  private static HostTensor filled(StateLayout.Entry entry, float value) {
    Shape shape = entry.shape();
    return HostTensor.of(entry.name(), shape, filled(shape.elements(), value));
  }

  private static float[] filled(int count, float value) {
    float[] numbers = new float[count];
    Arrays.fill(numbers, value);
    return numbers;
  }
}
