package org.gradcl.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.metric.Metric;
import org.gradcl.metric.OutputMetric;
import org.gradcl.metric.Pairs;
import org.gradcl.metric.TargetMoments;
import org.gradcl.metric.Totals;
import org.gradcl.tensor.Shape;

/**
 * A metric with what it compares.
 *
 * @param metric judges
 * @param output the name of the model's output
 * @param target the name of the array in a batch
 * @param targetShape of one sample
 */
public record JudgedMetric(Metric metric, String output, String target, Shape targetShape) {

  /** The model's only output and target, unless the metric says others. */
  static JudgedMetric of(Metric metric, BatchArrays arrays) {
    Map<String, Shape> outputs = arrays.model().outputShapes();
    boolean chosen = metric instanceof OutputMetric;
    String output = chosen ? ((OutputMetric) metric).output() : only(metric, outputs);
    String target = chosen ? ((OutputMetric) metric).target() : firstTarget(metric, arrays);
    InputSpec spec = arrays.specs().get(target);
    if (spec == null || !outputs.containsKey(output)) {
      throw new IllegalArgumentException(
          String.format(
              "The metric %s compares the output '%s' with the target '%s'; the model has the"
                  + " outputs %s, its batches the arrays %s",
              metric.name(), output, target, outputs.keySet(), arrays.specs().keySet()));
    }
    metric.requireShapes(outputs.get(output), spec.shape());
    return new JudgedMetric(metric, output, target, spec.shape());
  }

  private static String only(Metric metric, Map<String, Shape> outputs) {
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              "The metric %s judges one output, the model has %s; say which by OutputMetric",
              metric.name(), outputs.keySet()));
    }
    return outputs.keySet().iterator().next();
  }

  private static String firstTarget(Metric metric, BatchArrays arrays) {
    return arrays
        .objective()
        .filter(judged -> judged.target().isPresent())
        .map(judged -> judged.objective().terms().get(0).target())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The metric " + metric.name() + " needs a target, the loss reads none"));
  }

  private String prefix() {
    return metric.name() + "/";
  }

  /** The sums over a batch, by the names under which they leave the device. */
  Map<String, Value> appendSums(
      Graph graph, Map<String, Value> outputs, Map<String, Value> arrays) {
    Map<String, Value> sums = new LinkedHashMap<>();
    metric
        .append(graph, outputs.get(output), arrays.get(target))
        .forEach((key, sum) -> sums.put(prefix() + key, sum));
    return sums;
  }

  /** For the targets of an evaluation, before its first batch. */
  TargetMoments moments() {
    return new TargetMoments(targetShape.columns());
  }

  /** What the metric needs, from the sums by the names under which they left the device. */
  Totals totals(
      Map<String, double[]> sums, long samples, TargetMoments moments, Optional<Pairs> pairs) {
    Map<String, double[]> own = new LinkedHashMap<>();
    for (String name : List.copyOf(sums.keySet())) {
      if (name.startsWith(prefix())) {
        own.put(name.substring(prefix().length()), sums.get(name));
      }
    }
    return new Totals(
        own, samples, samples * targetShape.elements(), targetShape.columns(), moments, pairs);
  }
}
