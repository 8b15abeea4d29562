package org.gradcl.metric;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The share of right decisions.
 *
 * <pre>
 * prediction [batch, …, classes], target a class index [batch, …]
 *                                    right if it is the first column of the largest logit
 * target of the prediction's shape   right if (logit &gt; 0) = (target &gt; ½), each element for itself
 * </pre>
 *
 * <p>A NaN logit is never right.
 *
 * @param ignored a class index that is not counted, if there is one
 */
public record Accuracy(OptionalInt ignored) implements Metric {
  private static final String RIGHT = "right";
  private static final String COUNTED = "counted";

  /**
   * {@return this metric without the targets of an index, such as those of padding}
   *
   * @param index such as −100
   */
  public Accuracy ignoring(int index) {
    return new Accuracy(OptionalInt.of(index));
  }

  @Override
  public String name() {
    return "accuracy" + Decisions.describe(ignored);
  }

  @Override
  public void requireShapes(Shape prediction, Shape target) {
    Decisions.requireDecisions(name(), prediction, target, ignored);
  }

  @Override
  public Map<String, Value> append(Graph graph, Value prediction, Value target) {
    Value right =
        prediction.shape().equals(target.shape())
            ? graph.map(prediction, target, Accuracy::sameSide)
            : graph.map(
                Decisions.chosen(graph, prediction),
                target,
                (column, t) ->
                    Decisions.ifCounted(
                        t, ignored, Decisions.indicator(column.equalTo(t)), constant(0)));
    Map<String, Value> sums = new LinkedHashMap<>();
    sums.put(RIGHT, graph.sum(right, Extent.ALL));
    if (ignored.isPresent()) {
      sums.put(COUNTED, Decisions.counted(graph, target, ignored));
    }
    return sums;
  }

  private static Expr sameSide(Expr logit, Expr target) {
    Expr positive = select(target.greater(0.5), constant(1), constant(0));
    Expr negative = select(target.greater(0.5), constant(0), constant(1));
    // The last choice is for NaN, which is neither above zero nor below or at it.
    Expr nan = select(logit.equalTo(logit), negative, constant(0));
    return select(logit.greater(0), positive, nan);
  }

  @Override
  public double figure(Totals totals) {
    double counted = ignored.isPresent() ? totals.sum(COUNTED) : totals.elements();
    return totals.sum(RIGHT) / counted;
  }
}
