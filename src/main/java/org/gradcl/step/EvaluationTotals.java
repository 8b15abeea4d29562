package org.gradcl.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.gradcl.loss.Loss;
import org.gradcl.metric.Metric;
import org.gradcl.metric.TargetMoments;
import org.gradcl.metric.Totals;
import org.gradcl.tensor.Shape;

/**
 * The sums of an evaluation, added over its batches in float64, in the order of the batches. Not
 * safe for use by several threads.
 */
public final class EvaluationTotals {
  private final InferenceStep step;
  private final List<String> names;
  private final Map<String, double[]> sums = new LinkedHashMap<>();
  private final TargetMoments targets;
  private final int rowsPerSample;
  private long samples;

  EvaluationTotals(InferenceStep step) {
    this.step = step;
    this.names = step.sumNames();
    Shape target = step.targetShape().orElse(Shape.of());
    int outputs = target.rank() == 0 ? 1 : target.extent(target.rank() - 1);
    this.targets = new TargetMoments(outputs);
    this.rowsPerSample = target.elements() / outputs;
  }

  /**
   * Takes note of a batch's targets.
   *
   * @param count the samples in the batch
   * @param target their targets, row major
   */
  public void addTargets(int count, IntToDoubleFunction target) {
    if (!step.metrics().isEmpty()) {
      targets.add(Math.multiplyExact(count, rowsPerSample), target);
    }
    samples += count;
  }

  /**
   * Adds a batch's sums.
   *
   * @param output the values of each of {@link InferenceStep#sumNames}
   */
  public void addSums(Function<String, double[]> output) {
    for (String name : names) {
      double[] added = output.apply(name);
      double[] total = sums.computeIfAbsent(name, key -> new double[added.length]);
      for (int i = 0; i < added.length; i++) {
        total[i] += added[i];
      }
    }
  }

  /** The loss and the metrics, by name, in order. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    step.loss().ifPresent(loss -> append(loss, figures));
    return figures;
  }

  private void append(Loss loss, Map<String, Double> figures) {
    long elements = samples * step.targetShape().orElseThrow().elements();
    double sum = sums.get(InferenceStep.LOSS)[0];
    figures.put(InferenceStep.LOSS, loss.ofSum(sum, samples, elements));
    for (Metric metric : step.metrics()) {
      Map<String, double[]> own = new LinkedHashMap<>();
      String prefix = InferenceStep.sumName(metric, "");
      sums.forEach(
          (name, values) -> {
            if (name.startsWith(prefix)) {
              own.put(name.substring(prefix.length()), values);
            }
          });
      figures.put(metric.name(), metric.figure(new Totals(own, samples, elements, targets)));
    }
  }
}
