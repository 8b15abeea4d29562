package org.gradcl.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.Shape;

/**
 * A metric of numbers typed into a test, in float64.
 *
 * @param prediction of one sample
 * @param target of one sample
 */
record InferenceMetric(Shape prediction, Shape target) {

  private Totals totals(Metric metric, int samples, double[] predicted, double[] targets) {
    metric.requireShapes(prediction, target);
    Graph graph = new Graph();
    Value p = graph.input("p", prediction.batch(samples));
    Value y = graph.input("y", target.batch(samples));
    graph.enter(Phase.LOSS);
    Map<String, Value> sums = metric.append(graph, p, y);
    Map<String, double[]> found = new LinkedHashMap<>();
    if (!sums.isEmpty()) {
      StepGraph step = StepGraph.inference(graph, sums);
      ReferenceState state =
          ReferenceState.initial(step.stateLayout(), List.of(), 1, RandomKey.ofSeed(1));
      found.putAll(
          new Interpreter(step).run(Map.of("p", predicted, "y", targets), state).outputs());
    }
    TargetMoments moments = new TargetMoments(target.columns());
    moments.add(samples * target.elements() / target.columns(), i -> targets[i]);
    Pairs pairs = new Pairs();
    pairs.addTargets(targets.length, i -> targets[i]);
    pairs.addPredictions(predicted.length == targets.length ? predicted : targets);
    return new Totals(
        found,
        samples,
        (long) samples * target.elements(),
        target.columns(),
        moments,
        Optional.of(pairs));
  }

  double figure(Metric metric, int samples, double[] predicted, double[] targets) {
    return metric.figure(totals(metric, samples, predicted, targets));
  }

  double[] table(Metric metric, int samples, double[] predicted, double[] targets) {
    return metric.table(totals(metric, samples, predicted, targets)).orElseThrow().doubles();
  }
}
