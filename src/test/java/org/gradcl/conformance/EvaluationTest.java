package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Loss;
import org.gradcl.metric.Metric;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.EvaluationTotals;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Accepts;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.GradientCase;
import org.gradcl.testing.Samples;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss and metric, summed on each engine, is the figure of the reference. */
class EvaluationTest {
  private static final RandomKey KEY = RandomKey.ofSeed(6);
  private static final int CLASSES = 5;

  private static final Sequential MODEL =
      Sequential.of(Dense.of(3, 11, Activations.RELU), Dropout.of(0.5), Dense.of(11, CLASSES));

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.all().toList();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void figuresAreThoseOfTheReference(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      for (Loss loss : GradientCase.LOSSES) {
        List<Metric> metrics = metrics(loss.target(List.of(Shape.of(CLASSES))).orElseThrow());
        for (int batch : new int[] {1, 7, 331}) {
          compare(open, InferenceStep.evaluating(MODEL, loss, metrics), batch);
        }
      }
    }
  }

  private static List<Metric> metrics(InputSpec target) {
    return Metrics.all().stream()
        .filter(metric -> Accepts.shapes(metric, Shape.of(CLASSES), target.shape()))
        .toList();
  }

  private static void compare(EngineUnderTest.Open open, InferenceStep step, int batch) {
    StepGraph graph = step.graph(batch);
    Map<String, float[]> inputs = batch(step, batch);
    Map<String, double[]> inputs64 = new LinkedHashMap<>();
    inputs.forEach((name, values) -> inputs64.put(name, ReferenceState.float64(values)));
    ReferenceState state =
        ReferenceState.initial(graph.stateLayout(), MODEL.initialParameters(KEY), 1, KEY);
    ReferenceResult reference = new Interpreter(graph).run(inputs64, state);
    EvaluationTotals expected = step.totals();
    EvaluationTotals found = step.totals();
    double[] target = inputs64.get(TrainingStep.TARGET);
    expected.addTargets(batch, name -> i -> target[i]);
    found.addTargets(batch, name -> i -> target[i]);
    expected.addSums(reference.outputs()::get);
    try (DeviceRun run =
        DeviceRun.of(
            open.device(), Compiler.fusing(), graph, MODEL.initialParameters(KEY), 1, 0.1f, KEY)) {
      run.step(inputs);
      found.addSums(name -> ReferenceState.float64(run.output(name)));
    }
    Map<String, Double> figures = found.figures();
    expected
        .figures()
        .forEach((name, figure) -> compare(name, figures.get(name), figure, batch, step));
  }

  private static void compare(
      String name, double found, double expected, int batch, InferenceStep step) {
    String what =
        name
            + " of "
            + batch
            + " samples for "
            + step.judged().orElseThrow().objective().describe();
    if (batch == 1 && (name.equals("r2") || name.equals("roc_auc"))) {
      assertThat(found).as("%s: one sample has no variance", what).isNaN();
    } else {
      assertThat(RecordedTrajectory.deviation(new double[] {found}, new double[] {expected}))
          .as(what)
          .isLessThanOrEqualTo(
              // A quotient near 1, subtracted from 1, shows the rounding of both its terms.
              name.equals("r2")
                  ? RecordedTrajectory.GRADIENT_TOLERANCE
                  : RecordedTrajectory.LOSS_TOLERANCE);
    }
  }

  private static Shape targetShape(InferenceStep step) {
    return step.arrays().specs().get(TrainingStep.TARGET).shape();
  }

  private static Map<String, float[]> batch(InferenceStep step, int batch) {
    Random random = new Random(batch);
    float[] target = Samples.normal(random, batch * targetShape(step).elements(), 1);
    if (targetShape(step).rank() == 0) {
      for (int i = 0; i < batch; i++) {
        target[i] = random.nextInt(CLASSES);
      }
    }
    return Map.of(
        TrainingStep.INPUT, Samples.normal(random, batch * 3, 1), TrainingStep.TARGET, target);
  }
}
