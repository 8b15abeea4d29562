package org.gradcl.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A metric whose sums are of scalar functions of each number of the prediction and its target,
 * which have the same shape.
 *
 * @param name what people call it
 * @param sums what is summed over all elements, by name, over {@link #PREDICTION} and {@link
 *     #TARGET}
 * @param formula the figure, from the same names with means in place of the sums
 */
public record ScalarMetric(
    String name, Map<String, Expr> sums, Function<Map<String, Double>, Double> formula)
    implements Metric {
  /** The variable of the prediction ŷ. */
  public static final Expr PREDICTION = Expr.variable("prediction");

  /** The variable of the target y. */
  public static final Expr TARGET = Expr.variable("target");

  /** Sorts the sums by name, so that a graph does not depend on the order in a map. */
  public ScalarMetric {
    sums = Collections.unmodifiableMap(new TreeMap<>(sums));
  }

  @Override
  public void requireShapes(Shape prediction, Shape target) {
    requireSameShape(name, prediction, target);
  }

  static void requireSameShape(String name, Shape prediction, Shape target) {
    if (!prediction.equals(target)) {
      throw new ShapeMismatchException(
          String.format(
              "The metric %s compares numbers one by one, but a sample's prediction has shape %s and"
                  + " its target %s",
              name, prediction, target));
    }
  }

  @Override
  public Map<String, Value> append(Graph graph, Value prediction, Value target) {
    Map<String, Value> values = new LinkedHashMap<>();
    sums.forEach(
        (key, expression) -> {
          Value each =
              graph.map(
                  prediction,
                  target,
                  (p, t) -> expression.replaceAll(Map.of(PREDICTION, p, TARGET, t)));
          values.put(key, graph.sum(each, Extent.ALL));
        });
    return values;
  }

  @Override
  public double figure(Totals totals) {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.keySet().forEach(key -> means.put(key, totals.sum(key) / totals.elements()));
    return formula.apply(means);
  }

  @Override
  public String toString() {
    return name;
  }
}
