package org.gradcl.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.gradcl.metric.Pairs;
import org.gradcl.metric.TargetMoments;
import org.gradcl.metric.Totals;
import org.gradcl.tensor.HostTensor;

/**
 * The sums of an evaluation, added over its batches in float64, in the order of the batches. Not
 * safe for use by several threads.
 */
public final class EvaluationTotals {
  private final InferenceStep step;
  private final List<String> names;
  private final Map<String, double[]> sums = new LinkedHashMap<>();
  private final Map<String, TargetMoments> targets = new LinkedHashMap<>();
  private final Map<JudgedMetric, Pairs> pairs = new LinkedHashMap<>();
  private long samples;

  EvaluationTotals(InferenceStep step) {
    this.step = step;
    this.names = step.sumNames();
    step.metrics().forEach(metric -> targets.put(metric.target(), metric.moments()));
    step.metrics().stream()
        .filter(metric -> metric.metric().gathers())
        .forEach(metric -> pairs.put(metric, new Pairs()));
  }

  /**
   * Takes note of a batch's targets.
   *
   * @param count the samples in the batch
   * @param array the numbers of an array of the batch, row major, by its name
   */
  public void addTargets(int count, Function<String, IntToDoubleFunction> array) {
    for (JudgedMetric metric : distinct()) {
      int rows = metric.targetShape().elements() / metric.targetShape().columns();
      targets
          .get(metric.target())
          .add(Math.multiplyExact(count, rows), array.apply(metric.target()));
    }
    pairs.forEach(
        (metric, gathered) ->
            gathered.addTargets(
                Math.multiplyExact(count, metric.targetShape().elements()),
                array.apply(metric.target())));
    samples += count;
  }

  /** One metric for each target. */
  private List<JudgedMetric> distinct() {
    Map<String, JudgedMetric> distinct = new LinkedHashMap<>();
    step.metrics().forEach(metric -> distinct.putIfAbsent(metric.target(), metric));
    return List.copyOf(distinct.values());
  }

  /**
   * Adds a batch's sums, after its targets.
   *
   * @param output the values of each of {@link InferenceStep#sumNames}, and of the model's outputs,
   *     which are asked for where a metric gathers them
   */
  public void addSums(Function<String, double[]> output) {
    for (String name : names) {
      double[] added = output.apply(name);
      double[] total = sums.computeIfAbsent(name, key -> new double[added.length]);
      for (int i = 0; i < added.length; i++) {
        total[i] += added[i];
      }
    }
    pairs.forEach((metric, gathered) -> gathered.addPredictions(output.apply(metric.output())));
  }

  /** The loss and the metrics, by name, in order. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    step.judged()
        .ifPresent(
            judged -> {
              Map<String, Double> scalars = new LinkedHashMap<>();
              sums.forEach((name, values) -> scalars.put(name, values[0]));
              figures.putAll(judged.figures(scalars, samples));
            });
    for (JudgedMetric metric : step.metrics()) {
      figures.put(metric.metric().name(), metric.metric().figure(totals(metric)));
    }
    return figures;
  }

  /** What metrics have counted beside their figures, by their names, in order. */
  public Map<String, HostTensor> tables() {
    Map<String, HostTensor> tables = new LinkedHashMap<>();
    for (JudgedMetric metric : step.metrics()) {
      metric
          .metric()
          .table(totals(metric))
          .ifPresent(table -> tables.put(metric.metric().name(), table));
    }
    return tables;
  }

  private Totals totals(JudgedMetric metric) {
    return metric.totals(
        sums, samples, targets.get(metric.target()), Optional.ofNullable(pairs.get(metric)));
  }
}
