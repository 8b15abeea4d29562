package org.gradcl.metric;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.List;
import java.util.Map;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The share of right decisions.
 *
 * <pre>
 * target a class index (shape [])        right if it is the first column of the largest logit
 * target of the prediction's shape       right if (logit &gt; 0) = (target &gt; ½), each element for itself
 * </pre>
 *
 * <p>A NaN logit is never right.
 */
public record Accuracy() implements Metric {
  private static final String RIGHT = "right";
  // Larger than any column, and exact in float32.
  private static final double NO_COLUMN = 1L << 30;

  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public void requireShapes(Shape prediction, Shape target) {
    boolean byClass = target.rank() == 0 && prediction.rank() == 1;
    if (!byClass && !prediction.equals(target)) {
      throw new ShapeMismatchException(
          "Accuracy takes logits [classes] with a class index [], or logits and targets of one"
              + " shape; a sample's prediction has shape "
              + prediction
              + " and its target "
              + target);
    }
  }

  @Override
  public Map<String, Value> append(Graph graph, Value prediction, Value target) {
    Value right =
        prediction.shape().equals(target.shape())
            ? graph.map(prediction, target, Accuracy::sameSide)
            : byClass(graph, prediction, target);
    return Map.of(RIGHT, graph.sum(right, Extent.ALL));
  }

  private static Expr sameSide(Expr logit, Expr target) {
    Expr positive = select(target.greater(0.5), constant(1), constant(0));
    Expr negative = select(target.greater(0.5), constant(0), constant(1));
    // The last choice is for NaN, which is neither above zero nor below or at it.
    Expr nan = select(logit.equalTo(logit), negative, constant(0));
    return select(logit.greater(0), positive, nan);
  }

  private static Value byClass(Graph graph, Value prediction, Value target) {
    Expr z = MapElements.variable(0);
    Expr largest = RowProgram.reduced(0);
    RowProgram program =
        new RowProgram(
            List.of(
                RowReduction.maximum(z),
                RowReduction.minimum(
                    select(z.equalTo(largest), Expr.index(1), constant(NO_COLUMN)))),
            select(
                RowProgram.reduced(1).equalTo(MapElements.variable(1)), constant(1), constant(0)),
            true);
    return graph.rows(prediction.shape(), program, List.of(prediction, target));
  }

  @Override
  public double figure(Totals totals) {
    return totals.sum(RIGHT) / totals.elements();
  }
}
