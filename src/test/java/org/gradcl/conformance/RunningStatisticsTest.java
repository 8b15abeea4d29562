package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradcl.expr.Functions;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Observation;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Running statistics move with every step towards what it has observed, are no part of the norm,
 * and stay as they were where a step is refused.
 */
class RunningStatisticsTest {
  private static final int BATCH = 11;
  private static final int STEPS = 5;
  private static final RandomKey KEY = RandomKey.ofSeed(5);

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.all().toList();
  }

  /** How many features the observed layer has: few, and enough for several pieces. */
  private enum Width {
    FEW(5),
    MANY(20_000);

    private final int features;

    Width(int features) {
      this.features = features;
    }
  }

  /** z = Wx, whose mean and unbiased variance are observed; half squares of tanh(z)·V − y. */
  private static StepGraph step(int features) {
    Graph graph = new Graph();
    Value x = graph.input("input", Shape.of(BATCH, 3));
    Value y = graph.input("target", Shape.of(BATCH, 2));
    Value first = graph.parameter("first", Shape.of(features, 3), Role.PARAMETER);
    Value mean = graph.parameter("mean", Shape.of(features), Role.STATISTIC);
    Value variance = graph.parameter("variance", Shape.of(features), Role.STATISTIC);
    graph.parameter("unobserved", Shape.of(2), Role.STATISTIC);
    Value second = graph.parameter("second", Shape.of(2, features), Role.PARAMETER);
    Value z = graph.matrixProduct(x, false, first, true);
    Value average = graph.map(graph.sum(z, Extent.LEADING), s -> s.times(1.0 / BATCH));
    Value squares = graph.map(z, average, (a, m) -> Functions.square(a.minus(m)));
    Value spread = graph.map(graph.sum(squares, Extent.LEADING), s -> s.times(1.0 / (BATCH - 1)));
    graph.observe(mean, average, 0.1);
    graph.observe(variance, spread, 0.25);
    Value hidden = graph.map(z, Functions::tanh);
    Value prediction = graph.matrixProduct(hidden, false, second, true);
    graph.enter(Phase.LOSS);
    Value each = graph.map(prediction, y, (p, t) -> Functions.half(Functions.square(p.minus(t))));
    Value loss = graph.sum(graph.map(each, e -> e.times(1.0 / (2 * BATCH))), Extent.ALL);
    Map<Value, Value> gradients = Gradients.of(loss, List.of(first, second));
    return StepGraph.training(
        graph,
        Map.of("spread", spread),
        loss,
        gradients,
        Optimizers.sgd(0.1, 0.9, false, 0.01).withClipNorm(0.5).rule());
  }

  private static List<HostTensor> initial(StepGraph step) {
    Random random = new Random(3);
    List<HostTensor> tensors = new ArrayList<>();
    for (StateLayout.Entry entry : step.stateLayout().parameters()) {
      float[] values = new float[entry.shape().elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian() * (entry.shape().rank() > 1 ? 0.1f : 1);
      }
      tensors.add(HostTensor.of(entry.name(), entry.shape(), values));
    }
    return tensors;
  }

  private static Map<String, float[]> batch(int number) {
    Random random = new Random(number);
    Map<String, float[]> batch = new LinkedHashMap<>();
    batch.put("input", new float[BATCH * 3]);
    batch.put("target", new float[BATCH * 2]);
    for (float[] values : batch.values()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
    }
    return batch;
  }

  private static DeviceRun run(EngineUnderTest.Open open, Compiler compiler, StepGraph step) {
    return DeviceRun.of(open.device(), compiler, step, initial(step), STEPS, 0.1f, KEY);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void followTheReference(EngineUnderTest engine) {
    for (Width width : Width.values()) {
      for (Compiler compiler : List.of(Compiler.fusing(), Compiler.unfused())) {
        follow(engine, step(width.features), compiler);
      }
    }
  }

  private static void follow(EngineUnderTest engine, StepGraph step, Compiler compiler) {
    Interpreter interpreter = new Interpreter(step);
    ReferenceState reference =
        ReferenceState.initial(step.stateLayout(), initial(step), STEPS, KEY);
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run = run(open, compiler, step)) {
      for (int i = 0; i < STEPS; i++) {
        Map<String, double[]> batch64 = new LinkedHashMap<>();
        batch(i).forEach((name, values) -> batch64.put(name, ReferenceState.float64(values)));
        reference = interpreter.run(batch64, reference).state();
        run.step(batch(i));
      }
      assertThat(run.losses()).hasSize(STEPS);
      for (HostTensor tensor : initial(step)) {
        String name = tensor.name();
        assertThat(Deviation.of(run.state().read(name).floats(), reference.tensor(name)))
            .as("last %s", name)
            .isLessThanOrEqualTo(3e-5);
      }
      assertThat(run.state().read(Observation.nameOf("variance")).floats())
          .isEqualTo(run.output("spread").floats());
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aStepThatIsNotFiniteMovesNone(EngineUnderTest engine) {
    StepGraph step = step(Width.FEW.features);
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run = run(open, Compiler.fusing(), step)) {
      run.step(batch(0));
      float[] mean = run.state().read("mean").floats();
      float[] variance = run.state().read("variance").floats();
      Map<String, float[]> infinite = batch(1);
      infinite.get("target")[0] = Float.POSITIVE_INFINITY;
      run.step(infinite);
      run.step(batch(2));
      assertThat(run.state().read("mean").floats()).isEqualTo(mean);
      assertThat(run.state().read("variance").floats()).isEqualTo(variance);
      assertThat(run.state().readStep().step()).isEqualTo(1);
    }
  }

  /** Where only what is observed overflows, loss and gradients being finite. */
  @ParameterizedTest
  @MethodSource("engines")
  void whatIsObservedIsCheckedAsWell(EngineUnderTest engine) {
    StepGraph step = step(Width.FEW.features);
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run = run(open, Compiler.fusing(), step)) {
      Map<String, float[]> large = batch(0);
      Arrays.fill(large.get("input"), 0, 3, 3e20f);
      run.step(large);
      assertThat(run.state().readStep().step()).isZero();
      assertThat(run.state().readStep().nonFinite()).isTrue();
      for (HostTensor tensor : initial(step)) {
        assertThat(run.state().read(tensor.name()).floats()).isEqualTo(tensor.floats());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Width.class)
  void oneUpdateLaunchMovesParametersAndStatistics(Width width) {
    try (EngineUnderTest.Open open = engines().get(0).open()) {
      StepGraph step = step(width.features);
      Plan plan = Compiler.compile(step, open.device().target());
      assertThat(plan.launches().stream().filter(launch -> launch.updates())).hasSize(1);
      assertThat(plan.launches().get(plan.launches().size() - 1).formula())
          .contains("parameter = (parameter + (0.1 * (gradient - parameter)))")
          .contains("parameter = (parameter + (0.25 * (gradient - parameter)))");
      assertThat(step.stateLayout().learnt().stream().map(StateLayout.Entry::name))
          .containsExactly("first", "second");
      assertThat(plan.state().learntElements())
          .isLessThan(plan.state().updatedElements())
          .isEqualTo(plan.norm().orElseThrow().elements());
    }
  }
}
