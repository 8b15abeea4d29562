package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.ParameterGroup;
import org.gradcl.optim.Schedule;
import org.gradcl.optim.Schedules;
import org.gradcl.optim.Span;
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
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimiser with all its settings, and every schedule, follow the reference everywhere. */
class OptimizersTest {
  private static final int STEPS = 17;
  private static final int BATCH = 7;
  private static final RandomKey KEY = RandomKey.ofSeed(4);

  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          Optimizers.sgd(0.1, 0, false, 0.02),
          Optimizers.sgd(0.05, 0.8, false, 0),
          Optimizers.sgd(0.05, 0.8, true, 0.02),
          Optimizers.adam(0.01, 0.85, 0.97, 1e-6, 0.02),
          Optimizers.adamW(0.01),
          Optimizers.rmsProp(0.005, 0.9, 1e-6, 0.5, 0.02),
          Optimizers.adagrad(0.05, 1e-8, 0.02),
          Optimizers.adam(0.01, 0.85, 0.6, 1e-6, 0.02, true),
          Optimizers.adamax(0.01, 0.85, 0.97, 1e-6, 0.02),
          Optimizers.nadam(0.01, 0.85, 0.97, 1e-6, 0.02, 0.01),
          Optimizers.nadam(0.01),
          Optimizers.radam(0.01, 0.85, 0.97, 1e-6, 0.02),
          Optimizers.radam(0.01),
          Optimizers.lion(0.005, 0.85, 0.97, 0.02),
          Optimizers.adadelta(0.5, 0.8, 1e-4, 0.02),
          Optimizers.adam(0.01).withClipValue(0.01),
          Optimizers.adamW(0.01, 0.9, 0.999, 1e-8, 0.2).withoutDecayOnBiasesAndNorms(),
          Optimizers.adamW(0.01, 0.9, 0.999, 1e-8, 0.2)
              .withClipNorm(0.05)
              .withGroup("layer.1.*", group -> group.withoutClipping().withFactor(0.5))
              .withGroup("*.bias", group -> group.withWeightDecay(0).withLearningRate(0.02)),
          Optimizers.sgd(0.05, 0.8, true, 0.02)
              .withClipNorm(0.05)
              .withGroup("layer.0.weight", ParameterGroup::freeze)
              .withGroup("layer.1.bias", ParameterGroup::withoutClipping),
          Optimizers.adam(0.01).withClipNorm(0.1),
          Optimizers.adam(0.01).withEma(0.9),
          Optimizers.lamb(0.02),
          Optimizers.lamb(0.02, 0.85, 0.97, 1e-6, 0)
              .withClipNorm(0.05)
              .withGroup("layer.0.weight", group -> group.withWeightDecay(0.2).withFactor(0.5))
              .withGroup("layer.1.bias", group -> group.withoutClipping())
              .withEma(0.8),
          Optimizers.sgd(0.05, 0.8, false, 0).withLookahead(3, 0.4),
          Optimizers.adamW(0.01, 0.9, 0.999, 1e-8, 0.2)
              .withClipNorm(0.05)
              .withGroup("*.bias", group -> group.withWeightDecay(0).withoutClipping())
              .withGroup("layer.0.weight", ParameterGroup::freeze)
              .withLookahead(5, 0.5)
              .withEma(0.8));

  private static final List<Schedule> SCHEDULES =
      List.of(
          Schedules.constantly(),
          Schedules.step(Span.steps(5), 0.5),
          Schedules.step(Span.share(0.3), 0.5),
          Schedules.exponential(Span.share(1), 0.1),
          Schedules.cosine(),
          Schedules.cosine(0.1),
          Schedules.cosineRestarts(Span.steps(5), 1, 0.1),
          Schedules.cosineRestarts(Span.share(0.2), 2, 0),
          Schedules.oneCycle(Span.share(0.3), 0.04, 1e-4),
          Schedules.polynomial(2, 0.1),
          Schedules.inverseSqrt(Span.steps(4)),
          Schedules.warmUp(Span.steps(4), Schedules.cosine()),
          Schedules.warmUp(Span.share(0.25), Schedules.exponential(Span.steps(3), 0.9)));

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.all().toList();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void followTheReference(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      for (int i = 0; i < OPTIMIZERS.size(); i++) {
        follow(open, OPTIMIZERS.get(i).withSchedule(SCHEDULES.get(i % SCHEDULES.size())));
      }
    }
  }

  private static void follow(EngineUnderTest.Open open, Optimizer optimizer) {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(3, 5, Activations.TANH), Dense.of(5, 2)),
            Losses.meanSquaredError(),
            optimizer);
    StepGraph graph = step.graph(BATCH);
    Interpreter interpreter = new Interpreter(graph);
    ReferenceState reference =
        ReferenceState.initial(
            graph.stateLayout(), step.model().initialParameters(KEY), STEPS, KEY);
    List<Double> losses = new ArrayList<>();
    try (DeviceRun run =
        DeviceRun.of(
            open.device(),
            Compiler.fusing(),
            graph,
            step.model().initialParameters(KEY),
            STEPS,
            (float) learningRate(optimizer, 0),
            KEY)) {
      for (int i = 0; i < STEPS; i++) {
        Map<String, float[]> batch = Samples.regression(step, BATCH, i % 3);
        Map<String, double[]> batch64 = new LinkedHashMap<>();
        batch.forEach((name, values) -> batch64.put(name, ReferenceState.float64(values)));
        ReferenceResult result = interpreter.run(batch64, reference);
        losses.add(result.loss().getAsDouble());
        reference = result.state();
        run.step(batch);
        double next = learningRate(optimizer, i + 1);
        assertThat((double) run.state().readStep().learningRate())
            .as("learning rate of step %d by %s", i + 1, optimizer)
            .isCloseTo(next, within(1e-6 * optimizer.learningRate()));
      }
      List<Double> found = run.losses();
      for (int i = 0; i < STEPS; i++) {
        assertThat(found.get(i))
            .as("loss of step %d by %s", i, optimizer)
            .isCloseTo(losses.get(i), within(1e-5 * losses.get(0)));
      }
      for (HostTensor first : step.model().initialParameters(KEY)) {
        assertThat(Arrays.equals(run.state().read(first.name()).floats(), first.floats()))
            .as("whether %s stayed by %s", first.name(), optimizer)
            .isEqualTo(optimizer.freezes(first.name(), first.shape()));
      }
      for (StateLayout.Entry entry : graph.stateLayout().learnt()) {
        float[] values = run.state().read(entry.name()).floats();
        assertThat(Deviation.of(values, reference.tensor(entry.name())))
            .as("last %s by %s", entry.name(), optimizer)
            .isLessThanOrEqualTo(RecordedTrajectory.PARAMETER_TOLERANCE);
        for (StateLayout.SlotEntry slot : graph.stateLayout().slots()) {
          String name = slot.of(entry.name());
          assertThat(Deviation.of(run.state().read(name).floats(), reference.tensor(name)))
              .as("last %s by %s", name, optimizer)
              .isLessThanOrEqualTo(RecordedTrajectory.PARAMETER_TOLERANCE);
        }
      }
    }
  }

  private static double learningRate(Optimizer optimizer, int step) {
    Tape tape = Tape.of(optimizer.rule().learningRate());
    Evaluator evaluator = new Evaluator(tape);
    double[] variables =
        tape.variables().stream().mapToDouble(v -> v.equals("step") ? step : STEPS).toArray();
    evaluator.evaluate(variables);
    return evaluator.output(0);
  }
}
