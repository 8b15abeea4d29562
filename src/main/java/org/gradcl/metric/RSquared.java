package org.gradcl.metric;

import static org.gradcl.expr.Functions.square;

import java.util.Map;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The coefficient of determination: the share of the targets' variance that is explained.
 *
 * <pre>
 * R² = mean over outputs j of  1 − Σᵢ (ŷᵢⱼ − yᵢⱼ)² / Σᵢ (yᵢⱼ − ȳⱼ)²
 * </pre>
 *
 * <p>Each output, that is, each place on a target's last axis, counts alike whatever its scale, as
 * in scikit-learn. Outputs whose targets do not vary, for which it is undefined, are left out; NaN
 * if none varies. Source: Wright, Correlation and Causation, 1921.
 */
public record RSquared() implements Metric {
  private static final String SQUARED_ERROR = "squaredError";

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
    Value squares = graph.map(prediction, target, (p, t) -> square(p.minus(t)));
    return Map.of(SQUARED_ERROR, graph.sum(Columns.of(graph, squares), Extent.LEADING));
  }

  @Override
  public double figure(Totals totals) {
    double[] errors = totals.sums().get(SQUARED_ERROR);
    double sum = 0;
    int varying = 0;
    for (int output = 0; output < errors.length; output++) {
      double deviations = totals.targets().squaredDeviations(output);
      if (deviations > 0) {
        sum += 1 - errors[output] / deviations;
        varying++;
      }
    }
    return varying == 0 ? Double.NaN : sum / varying;
  }

  @Override
  public String toString() {
    return name();
  }
}
