package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradcl.device.DeviceLimitException;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Losses;
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

/** Sums that engines cut into parts and fold: against float64, and the same bits again. */
class LongSumsTest {
  /** What is summed over its rows, and over all. */
  private static final int[][] EXTENTS = {{100_003, 3}, {3, 100_003}, {1, 1}, {5000, 37}};

  private static final RandomKey KEY = RandomKey.ofSeed(1);

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  /** Positive, so that what is missing shows: none of 300,000 numbers is less than 1e-6 of all. */
  private static float[] numbers(int count) {
    SplittableRandom random = new SplittableRandom(3);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (0.5 + random.nextDouble());
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void sumsOfTallAndOfWideMatrices(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      for (int[] extents : EXTENTS) {
        float[] numbers = numbers(extents[0] * extents[1]);
        List<float[]> first = sums(open, extents[0], extents[1], numbers);
        double[] columns = new double[extents[1]];
        double all = 0;
        for (int i = 0; i < numbers.length; i++) {
          columns[i % columns.length] += numbers[i];
          all += numbers[i];
        }
        for (int j = 0; j < columns.length; j++) {
          assertThat((double) first.get(0)[j])
              .as("column %d of %s", j, Arrays.toString(extents))
              .isCloseTo(columns[j], within(1e-6 * columns[j]));
        }
        assertThat((double) first.get(1)[0]).isCloseTo(all, within(1e-6 * all));
        List<float[]> again = sums(open, extents[0], extents[1], numbers);
        assertThat(again.get(0)).isEqualTo(first.get(0));
        assertThat(again.get(1)).isEqualTo(first.get(1));
      }
    }
  }

  /** The sums of the columns, then that of all. */
  private static List<float[]> sums(
      EngineUnderTest.Open open, int rows, int columns, float[] numbers) {
    Graph graph = new Graph();
    Value x = graph.input("x", Shape.of(rows, columns));
    Map<String, Value> outputs =
        Map.of(
            "columns",
            graph.sum(x, Operation.Sum.Extent.LEADING),
            "all",
            graph.sum(graph.map(x, e -> e.times(1)), Operation.Sum.Extent.ALL));
    StepGraph step = StepGraph.inference(graph, outputs);
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), step, List.of(), 1, 1, KEY)) {
      run.step(Map.of("x", numbers));
      return List.of(run.output("columns").floats(), run.output("all").floats());
    }
  }

  /** The loss of a step, ½ of the mean of squares, over one element and over a million. */
  @ParameterizedTest
  @MethodSource("engines")
  void theLossOfOneElementAndOfAMillion(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      checkLoss(open, 1);
      checkLoss(open, 1_000_003);
    } catch (DeviceLimitException e) {
      // The product's, forced on a driver that ends long loops.
      assertThat(engine.name()).contains("llvmpipe", "matmul_packed");
      assertThat(e).hasMessageContainingAll("kernel forward", "65535");
    }
  }

  private static void checkLoss(EngineUnderTest.Open open, int batch) {
    float[] target = numbers(batch);
    double expected = 0;
    for (float number : target) {
      expected += 0.5 * number * number / batch;
    }
    List<Double> losses = losses(open, target);
    assertThat(losses).hasSize(2);
    assertThat(losses.get(0)).isCloseTo(expected, within(1e-6 * expected));
    assertThat(losses.get(1)).isLessThan(losses.get(0));
    assertThat(losses(open, target)).isEqualTo(losses);
  }

  /** Those of two steps from a prediction of 0. */
  private static List<Double> losses(EngineUnderTest.Open open, float[] target) {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(1, 1)), Losses.meanSquaredError(), Optimizers.sgd(0.01));
    List<HostTensor> zeros =
        List.of(
            HostTensor.of("layer.0.weight", Shape.of(1, 1), new float[1]),
            HostTensor.of("layer.0.bias", Shape.of(1), new float[1]));
    StepGraph graph = step.graph(target.length);
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), graph, zeros, 100, 0.01f, KEY)) {
      Map<String, float[]> samples =
          Map.of(TrainingStep.INPUT, new float[target.length], TrainingStep.TARGET, target);
      run.step(samples);
      run.step(samples);
      return run.losses();
    }
  }
}
