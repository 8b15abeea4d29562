package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.StepState;
import org.gradcl.backend.StepStatus;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activation;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
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

/** A loss or a gradient that is not finite stops training before any parameter is written. */
class NonFiniteTest {
  private static final int BATCH = 9;
  private static final int GOOD_STEPS = 5;
  private static final RandomKey KEY = RandomKey.ofSeed(1);

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void anInfiniteInputStopsAtItsStep(EngineUnderTest engine) {
    stopsAt(engine, TrainingStep.INPUT, Float.POSITIVE_INFINITY, true);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aLossThatOverflowsStopsAtItsStep(EngineUnderTest engine) {
    stopsAt(engine, TrainingStep.TARGET, 3e38f, false);
  }

  /** Nor does a slope or scale of 0 below zero: 0 · NaN is NaN. */
  @ParameterizedTest
  @MethodSource("engines")
  void noActivationHidesNaN(EngineUnderTest engine) {
    List<Activation> activations = new ArrayList<>(Activations.all());
    activations.add(Activations.leakyRelu(0));
    activations.add(Activations.elu(0));
    try (EngineUnderTest.Open open = engine.open()) {
      for (Activation activation : activations) {
        TrainingStep step =
            new TrainingStep(
                Sequential.of(Dense.of(4, 6, activation), Dense.of(6, 2)),
                Losses.meanSquaredError(),
                Optimizers.sgd(0.01));
        StepGraph graph = step.graph(BATCH);
        List<HostTensor> parameters = step.model().initialParameters(KEY);
        parameters.get(0).floats()[3] = Float.NaN;
        try (DeviceRun run =
            DeviceRun.of(open.device(), Compiler.fusing(), graph, parameters, 100, 0.01f, KEY)) {
          run.step(Samples.regression(step, BATCH, 0));
          StepStatus status = run.state().collect(true, (number, loss) -> {});
          assertThat(status).as("%s", activation).isEqualTo(new StepStatus(true, 0));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void anInfiniteGradientOfAFiniteLossStopsItsStep(EngineUnderTest engine) {
    anInfiniteGradientStops(engine, 2, false);
  }

  /** So many parameters that one work-group reads the checks for all others. */
  @ParameterizedTest
  @MethodSource("engines")
  void anInfiniteGradientStopsTheStepOfAnUpdateByManyWorkGroups(EngineUnderTest engine) {
    anInfiniteGradientStops(engine, 300, false);
    anInfiniteGradientStops(engine, 300, true);
  }

  /**
   * No NaN anywhere, and gradients that are whole vectors, whatever their width; wherever an
   * infinite one stands, which work-group or thread may check it.
   */
  private static void anInfiniteGradientStops(
      EngineUnderTest engine, int outputs, boolean clipped) {
    Optimizer optimizer = Optimizers.sgd(0.01);
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(64, outputs)),
            Losses.meanSquaredError(),
            clipped ? optimizer.withClipNorm(1) : optimizer);
    StepGraph graph = step.graph(BATCH);
    List<HostTensor> zero =
        graph.stateLayout().learnt().stream()
            .map(
                entry ->
                    HostTensor.of(entry.name(), entry.shape(), new float[entry.shape().elements()]))
            .toList();
    Map<String, float[]> batch = Samples.regression(step, BATCH, 0);
    Arrays.fill(batch.get(TrainingStep.TARGET), 1e10f);
    float[] input = batch.get(TrainingStep.INPUT);
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run =
            DeviceRun.of(open.device(), Compiler.fusing(), graph, zero, 100, 0.01f, KEY)) {
      for (int column : new int[] {0, 31, 63}) {
        run.state().writeStep(new StepState(0, 100, 0.01f, 1, 2, false));
        Arrays.fill(input, 0);
        for (int i = column; i < input.length; i += 64) {
          input[i] = 1e33f;
        }
        run.step(batch);
        StepStatus status = run.state().collect(true, (number, loss) -> {});
        assertThat(status).as("column %d", column).isEqualTo(new StepStatus(true, 0));
        for (float[] parameter : parameters(run, graph)) {
          assertThat(parameter).containsOnly(0);
        }
      }
    }
  }

  /** The gradients are those of a wrong answer that is sure of itself: all of them finite. */
  @ParameterizedTest
  @MethodSource("engines")
  void anInfiniteLossOfOneSampleOfManyStopsItsStep(EngineUnderTest engine) {
    int batch = 1000;
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(1, 3)), Losses.softmaxCrossEntropy(), Optimizers.sgd(0.01));
    StepGraph graph = step.graph(batch);
    List<HostTensor> parameters =
        List.of(
            HostTensor.of("layer.0.weight", Shape.of(3, 1), new float[] {1, -1, 0}),
            HostTensor.of("layer.0.bias", Shape.of(3), new float[3]));
    float[] input = new float[batch];
    float[] target = new float[batch];
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run =
            DeviceRun.of(open.device(), Compiler.fusing(), graph, parameters, 100, 0.01f, KEY)) {
      for (int sure : new int[] {0, 700, 999}) {
        run.state().writeStep(new StepState(0, 100, 0.01f, 1, 2, false));
        input[sure] = 2e38f;
        target[sure] = 1;
        run.step(Map.of(TrainingStep.INPUT, input, TrainingStep.TARGET, target));
        input[sure] = 0;
        StepStatus status = run.state().collect(true, (number, loss) -> {});
        assertThat(status).as("sample %d", sure).isEqualTo(new StepStatus(true, 0));
        assertThat(run.state().read("gradient/layer.0.weight").floats())
            .as("gradient of sample %d", sure)
            .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertThat(run.state().read("layer.0.weight").floats()).containsExactly(1, -1, 0);
      }
    }
  }

  private static void stopsAt(EngineUnderTest engine, String input, float bad, boolean clipped) {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(4, 6, Activations.SOFTPLUS), Dense.of(6, 2)),
            Losses.meanSquaredError(),
            clipped ? Optimizers.adam(0.01f).withClipNorm(1) : Optimizers.adam(0.01f));
    StepGraph graph = step.graph(BATCH);
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run =
            DeviceRun.of(
                open.device(),
                Compiler.fusing(),
                graph,
                step.model().initialParameters(KEY),
                100,
                0.01f,
                KEY)) {
      Map<String, float[]> batch = Samples.regression(step, BATCH, 0);
      for (int i = 0; i < GOOD_STEPS; i++) {
        run.step(batch);
      }
      assertThat(run.losses()).hasSize(GOOD_STEPS);
      List<float[]> before = parameters(run, graph);
      Map<String, float[]> broken = new HashMap<>(batch);
      float[] values = batch.get(input).clone();
      values[3] = bad;
      broken.put(input, values);
      run.step(broken);
      run.step(batch);
      run.step(batch);
      List<Long> steps = new ArrayList<>();
      StepStatus status = run.state().collect(true, (number, loss) -> steps.add(number));
      assertThat(status.nonFinite()).isTrue();
      assertThat(status.step()).isEqualTo(GOOD_STEPS);
      assertThat(steps).as("steps that were made").isEmpty();
      run.executable().profile(filled(run, batch), 2);
      List<float[]> after = parameters(run, graph);
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
      StepState stopped = run.state().readStep();
      run.state()
          .writeStep(
              new StepState(
                  GOOD_STEPS, 100, stopped.learningRate(), KEY.key0(), KEY.key1(), false));
      run.step(batch);
      StepStatus resumed = run.state().collect(true, (number, loss) -> steps.add(number));
      assertThat(resumed).isEqualTo(new StepStatus(false, GOOD_STEPS + 1));
      assertThat(steps).containsExactly((long) GOOD_STEPS);
      assertThat(parameters(run, graph).get(0)).isNotEqualTo(before.get(0));
    }
  }

  private static BatchBuffer filled(DeviceRun run, Map<String, float[]> batch) {
    BatchBuffer batchBuffer = run.executable().acquire();
    batch.forEach((name, values) -> batchBuffer.inputs().get(name).put(values));
    return batchBuffer;
  }

  private static List<float[]> parameters(DeviceRun run, StepGraph graph) {
    return graph.stateLayout().learnt().stream()
        .map(entry -> run.state().read(entry.name()).floats())
        .toList();
  }
}
