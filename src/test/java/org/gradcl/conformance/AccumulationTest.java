package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.StepPart;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Steps that take several batches: the mean of their losses, the gradient of that mean, clipped as
 * a whole, random numbers of each batch's own.
 */
class AccumulationTest {
  private static final int BATCH = 7;
  private static final int CLASSES = 11;
  private static final int STEPS = 4;
  private static final RandomKey KEY = RandomKey.ofSeed(4);
  private static final Optimizer OPTIMIZER =
      Optimizers.sgd(0.2, 0.9, false, 0.01)
          .withClipNorm(0.3)
          .withGroup("layer.3.bias", group -> group.withoutClipping());

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.all().toList();
  }

  private static TrainingStep step(int hidden, double dropout) {
    return new TrainingStep(
        Sequential.of(
            Dense.of(3, hidden, Activations.TANH),
            Dropout.of(dropout),
            Dense.of(hidden, 5, Activations.SIGMOID),
            Dense.of(5, 2)),
        Losses.meanSquaredError(),
        OPTIMIZER);
  }

  /** The gradient of the table is a sum of rows, whose zeros must not replace the others'. */
  private static TrainingStep stepOfIndices() {
    return new TrainingStep(
        Sequential.ofInput(Shape.of(2), Embedding.of(CLASSES, 3), Dense.of(3, 2)),
        Losses.meanSquaredError(),
        Optimizers.sgd(0.2, 0.9, false, 0.01).withClipNorm(0.3));
  }

  private static Map<String, float[]> batch(TrainingStep step, int number) {
    Map<String, float[]> batch = Samples.regression(step, BATCH, number);
    if (step.arrays().specs().get(TrainingStep.INPUT).classes().isPresent()) {
      float[] indices = batch.get(TrainingStep.INPUT);
      for (int i = 0; i < indices.length; i++) {
        indices[i] = (i * i + number) % CLASSES;
      }
    }
    return batch;
  }

  private static List<StepGraph> parts(TrainingStep step, int count) {
    List<StepGraph> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(step.graph(BATCH, List.of("prediction"), new StepPart(i, count)));
    }
    return parts;
  }

  /** The plans of a step's batches over one state. */
  private static final class Run implements AutoCloseable {
    private final List<DeviceRun> runs = new ArrayList<>();

    Run(EngineUnderTest.Open open, Compiler compiler, TrainingStep step, List<StepGraph> parts) {
      for (StepGraph part : parts) {
        runs.add(
            runs.isEmpty()
                ? DeviceRun.of(
                    open.device(),
                    compiler,
                    part,
                    step.model().initialParameters(KEY),
                    STEPS,
                    0.2f,
                    KEY)
                : DeviceRun.beside(runs.get(0), open.device(), compiler, part));
      }
    }

    DeviceRun first() {
      return runs.get(0);
    }

    @Override
    public void close() {
      runs.stream().skip(1).forEach(run -> run.executable().close());
      runs.get(0).close();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void followsTheReference(EngineUnderTest engine) {
    for (int count : new int[] {2, 4}) {
      follow(engine, Compiler.fusing(), step(9, 0.3), count);
    }
    follow(engine, Compiler.unfused(), step(9, 0.3), 3);
    follow(engine, Compiler.fusing(), step(3000, 0.3), 3);
    follow(engine, Compiler.fusing(), stepOfIndices(), 3);
    follow(engine, Compiler.unfused(), stepOfIndices(), 2);
  }

  private static void follow(
      EngineUnderTest engine, Compiler compiler, TrainingStep step, int count) {
    List<StepGraph> parts = parts(step, count);
    ReferenceState reference =
        ReferenceState.initial(
            parts.get(0).stateLayout(), step.model().initialParameters(KEY), STEPS, KEY);
    try (EngineUnderTest.Open open = engine.open();
        Run run = new Run(open, compiler, step, parts)) {
      List<Double> losses = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        double loss = 0;
        for (int j = 0; j < count; j++) {
          Map<String, float[]> batch = batch(step, i * count + j);
          ReferenceResult result = new Interpreter(parts.get(j)).run(float64(batch), reference);
          loss += result.loss().getAsDouble() / count;
          reference = result.state();
          run.runs.get(j).step(batch);
          assertThat(
                  Deviation.of(
                      run.runs.get(j).output("prediction").floats(),
                      result.outputs().get("prediction")))
              .as("prediction of batch %d of step %d", j, i)
              .isLessThanOrEqualTo(1e-5);
        }
        losses.add(loss);
      }
      List<Double> found = run.first().losses();
      assertThat(found).hasSize(STEPS);
      for (int i = 0; i < STEPS; i++) {
        assertThat(found.get(i)).isCloseTo(losses.get(i), within(1e-5 * losses.get(0)));
      }
      assertThat(run.first().state().readStep().step()).isEqualTo(STEPS);
      assertThat(run.first().state().readStep().batches()).isEqualTo(STEPS * count);
      for (StateLayout.Entry entry : parts.get(0).stateLayout().learnt()) {
        for (String name : List.of(entry.name(), "momentum/" + entry.name())) {
          assertThat(Deviation.of(run.first().state().read(name).floats(), reference.tensor(name)))
              .as("last %s with %d batches", name, count)
              .isLessThanOrEqualTo(3e-5);
        }
      }
    }
  }

  private static Map<String, double[]> float64(Map<String, float[]> batch) {
    Map<String, double[]> batch64 = new LinkedHashMap<>();
    batch.forEach((name, values) -> batch64.put(name, ReferenceState.float64(values)));
    return batch64;
  }

  /** The gradient of the mean over three batches is that of one batch of all their samples. */
  @ParameterizedTest
  @MethodSource("engines")
  void isAsOneLargeBatch(EngineUnderTest engine) {
    TrainingStep step = step(9, 0);
    StepGraph large = step.graph(3 * BATCH);
    try (EngineUnderTest.Open open = engine.open();
        Run run = new Run(open, Compiler.fusing(), step, parts(step, 3));
        DeviceRun whole =
            DeviceRun.of(
                open.device(),
                Compiler.fusing(),
                large,
                step.model().initialParameters(KEY),
                STEPS,
                0.2f,
                KEY)) {
      Map<String, float[]> all = Samples.regression(step, 3 * BATCH, 1);
      whole.step(all);
      for (int j = 0; j < 3; j++) {
        Map<String, float[]> batch = new LinkedHashMap<>();
        int part = j;
        all.forEach(
            (name, values) -> {
              int size = values.length / 3;
              float[] share = new float[size];
              System.arraycopy(values, part * size, share, 0, size);
              batch.put(name, share);
            });
        run.runs.get(j).step(batch);
      }
      assertThat(run.first().losses().get(0)).isCloseTo(whole.losses().get(0), within(1e-6));
      for (StateLayout.Entry entry : large.stateLayout().learnt()) {
        assertThat(
                Deviation.of(
                    run.first().state().read(entry.name()).floats(),
                    ReferenceState.float64(whole.state().read(entry.name()))))
            .as(entry.name())
            .isLessThanOrEqualTo(3e-6);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aBatchThatIsNotFiniteStopsItsStep(EngineUnderTest engine) {
    TrainingStep step = step(9, 0);
    for (int bad = 0; bad < 3; bad++) {
      try (EngineUnderTest.Open open = engine.open();
          Run run = new Run(open, Compiler.fusing(), step, parts(step, 3))) {
        for (int j = 0; j < 3; j++) {
          Map<String, float[]> batch = Samples.regression(step, BATCH, j);
          if (j == bad) {
            batch.get("target")[0] = Float.NaN;
          }
          run.runs.get(j).step(batch);
        }
        assertThat(run.first().state().readStep().nonFinite()).isTrue();
        assertThat(run.first().state().readStep().step()).isZero();
        step.model()
            .initialParameters(KEY)
            .forEach(
                tensor ->
                    assertThat(run.first().state().read(tensor.name()).floats())
                        .isEqualTo(tensor.floats()));
      }
    }
  }
}
