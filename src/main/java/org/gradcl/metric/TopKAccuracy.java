package org.gradcl.metric;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The share of targets whose class is among the k of the largest logits.
 *
 * <pre>
 * z [batch, …, classes]: logits     t [batch, …]: a class index
 * right if fewer than k columns come before t, those with z &gt; z_t, or z = z_t further left
 * </pre>
 *
 * <p>With k = 1 it is {@link Accuracy}. A row with a NaN logit is never right.
 *
 * @param k at least 1
 * @param ignored a class index that is not counted, if there is one
 */
public record TopKAccuracy(int k, OptionalInt ignored) implements Metric {
  /** How many unless another number is given. */
  public static final int USUAL = 5;

  private static final String RIGHT = "right";
  private static final String COUNTED = "counted";

  /**
   * Checks k.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public TopKAccuracy {
    if (k < 1) {
      throw new IllegalArgumentException("The k of top_k_accuracy is at least 1, found " + k);
    }
  }

  /**
   * {@return this metric without the targets of an index, such as those of padding}
   *
   * @param index such as −100
   */
  public TopKAccuracy ignoring(int index) {
    return new TopKAccuracy(k, OptionalInt.of(index));
  }

  @Override
  public String name() {
    return "top_k_accuracy" + (k == USUAL ? "" : " k=" + k) + Decisions.describe(ignored);
  }

  @Override
  public void requireShapes(Shape prediction, Shape target) {
    Decisions.requireClasses(name(), prediction, target);
  }

  @Override
  public Map<String, Value> append(Graph graph, Value prediction, Value target) {
    Expr z = MapElements.variable(0);
    Expr t = MapElements.variable(1);
    Expr column = Expr.index(prediction.shape().rank() - 1);
    Expr largest = RowProgram.reduced(0);
    Expr ofTarget = RowProgram.reduced(1);
    Expr atTarget = column.equalTo(t);
    Expr before =
        select(
            z.equalTo(ofTarget),
            Decisions.indicator(t.greater(column)),
            Decisions.indicator(z.greater(ofTarget)));
    Expr among =
        select(constant(k).greater(RowProgram.reduced(2)), RowProgram.reduced(3), constant(0));
    RowProgram program =
        new RowProgram(
            List.of(
                RowReduction.maximum(z),
                RowReduction.sum(select(atTarget, z, constant(0))),
                RowReduction.sum(before),
                RowReduction.sum(Decisions.indicator(atTarget))),
            Decisions.ifCounted(
                t, ignored, select(largest.equalTo(largest), among, constant(0)), constant(0)),
            true);
    Map<String, Value> sums = new LinkedHashMap<>();
    Value right = graph.rows(prediction.shape(), program, List.of(prediction, target));
    sums.put(RIGHT, graph.sum(right, Extent.ALL));
    if (ignored.isPresent()) {
      sums.put(COUNTED, Decisions.counted(graph, target, ignored));
    }
    return sums;
  }

  @Override
  public double figure(Totals totals) {
    double counted = ignored.isPresent() ? totals.sum(COUNTED) : totals.elements();
    return totals.sum(RIGHT) / counted;
  }
}
