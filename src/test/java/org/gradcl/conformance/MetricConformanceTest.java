package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Average;
import org.gradcl.metric.Metric;
import org.gradcl.metric.Metrics;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Accepts;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sums of every metric, of vectors, sequences and single numbers, classes and numbers, on every
 * engine: counts to the last one.
 */
class MetricConformanceTest {
  private static final RandomKey KEY = RandomKey.ofSeed(2);
  private static final int IGNORED = -100;

  private static List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>(Metrics.all());
    metrics.add(Metrics.topKAccuracy(2));
    metrics.add(Metrics.topKAccuracy(2).ignoring(IGNORED));
    metrics.add(Metrics.accuracy().ignoring(IGNORED));
    metrics.add(Metrics.f1().withAverage(Average.MICRO).ignoring(IGNORED));
    metrics.add(Metrics.confusionMatrix().ignoring(2));
    metrics.add(Metrics.perplexity(Losses.softmaxCrossEntropy().ignoring(IGNORED)));
    return metrics;
  }

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice().toList();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void sumsAreThoseOfTheReference(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      for (int batch : new int[] {1, 7, 67}) {
        for (Shape sample : List.of(Shape.of(5), Shape.of(11, 3))) {
          compare(open, batch, sample, sample.leading(sample.rank() - 1), true);
          compare(open, batch, sample, sample, false);
        }
        compare(open, batch, Shape.scalar(), Shape.scalar(), false);
      }
    }
  }

  private static void compare(
      EngineUnderTest.Open open, int batch, Shape prediction, Shape target, boolean classes) {
    Graph graph = new Graph();
    Value p = graph.input("p", prediction.batch(batch));
    Value y = graph.input("y", target.batch(batch));
    graph.enter(Phase.LOSS);
    Map<String, Value> sums = new LinkedHashMap<>();
    for (Metric metric : metrics()) {
      if (Accepts.shapes(metric, prediction, target)) {
        metric
            .append(graph, p, y)
            .forEach((name, sum) -> sums.put(metric.name() + "/" + name, sum));
      }
    }
    StepGraph step = StepGraph.inference(graph, sums);
    Random random = new Random(batch);
    Map<String, float[]> numbers = new LinkedHashMap<>();
    numbers.put("p", Samples.normal(random, batch * prediction.elements(), 1));
    float[] targets = Samples.normal(random, batch * target.elements(), 1);
    for (int i = 0; classes && i < targets.length; i++) {
      int index = random.nextInt(prediction.columns() + 1) - 1;
      targets[i] = index < 0 ? IGNORED : index;
    }
    numbers.put("y", targets);
    ReferenceState state = ReferenceState.initial(step.stateLayout(), List.of(), 1, KEY);
    Map<String, double[]> expected =
        new Interpreter(step).run(Samples.float64(numbers), state).outputs();
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), step, List.of(), 1, 1, KEY)) {
      run.step(numbers);
      expected.forEach(
          (name, sum) -> {
            double[] found = ReferenceState.float64(run.output(name));
            String what = name + " of " + batch + " times " + prediction;
            if (name.contains("Error") || name.contains("losses")) {
              assertThat(RecordedTrajectory.deviation(found, sum))
                  .as(what)
                  .isLessThan(RecordedTrajectory.LOSS_TOLERANCE);
            } else {
              assertThat(found).as(what).containsExactly(sum);
            }
          });
    }
  }
}
