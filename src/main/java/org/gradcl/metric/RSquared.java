package org.gradcl.metric;

import java.nio.FloatBuffer;
import java.util.Map;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The share of the targets' variance that is explained, 1 − mean (ŷ − y)² / (mean y² − (mean y)²).
 *
 * <p>The device sums the squared errors, the host the targets and their squares in float64.
 */
public record RSquared() implements Metric {
  private static final ScalarMetric MEAN_SQUARED_ERROR = (ScalarMetric) Metrics.mse();
  private static final String VALUE = "target";
  private static final String SQUARE = "squaredTarget";

  @Override
  public String name() {
    return "r2";
  }

  @Override
  public void requireShapes(Shape prediction, Shape target) {
    ScalarMetric.requireSameShape(name(), prediction, target);
  }

  @Override
  public Map<String, Value> append(Graph graph, Value prediction, Value target) {
    return MEAN_SQUARED_ERROR.append(graph, prediction, target);
  }

  @Override
  public void addTargets(FloatBuffer targets, int elements, Map<String, Double> sums) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < elements; i++) {
      double target = targets.get(i);
      sum += target;
      squares += target * target;
    }
    sums.merge(VALUE, sum, Double::sum);
    sums.merge(SQUARE, squares, Double::sum);
  }

  @Override
  public double figure(Map<String, Double> sums, long samples, long elements) {
    double mean = sums.get(VALUE) / elements;
    double variance = sums.get(SQUARE) / elements - mean * mean;
    double error = MEAN_SQUARED_ERROR.figure(sums, samples, elements);
    return variance > 0 ? 1 - error / variance : Double.NaN;
  }

  @Override
  public String toString() {
    return name();
  }
}
