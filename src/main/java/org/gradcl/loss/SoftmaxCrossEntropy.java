package org.gradcl.loss;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.exp;
import static org.gradcl.expr.Functions.log;
import static org.gradcl.expr.Functions.select;

import java.util.List;
import java.util.Optional;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The cross-entropy of softmax(z) against the index of the true class.
 *
 * <pre>
 * z [batch, classes]: logits     target [batch]: a class index 0 … classes − 1, stored as a float
 * r0 = max z,  r1 = Σ e^(z − r0),  r2 = z − r0 of the target's column
 * L  = ln r1 − r2  for each sample              ∂L/∂z = softmax(z) − (column = target ? 1 : 0)
 * </pre>
 *
 * <p>A target that is no index of a column gives a loss without its r2, that of the column with the
 * largest logit. So a class is judged that the model never saw; other data must be checked before.
 *
 * @param reduction how the samples of a batch become one number
 */
public record SoftmaxCrossEntropy(Reduction reduction) implements PredictionLoss {

  @Override
  public Value each(Graph graph, Value prediction, Value target) {
    Expr z = MapElements.variable(0);
    Expr ofTarget = Expr.index(1).equalTo(MapElements.variable(1));
    Expr largest = RowProgram.reduced(0);
    RowProgram program =
        new RowProgram(
            List.of(
                RowReduction.maximum(z),
                RowReduction.sum(exp(z.minus(largest))),
                RowReduction.sum(select(ofTarget, z.minus(largest), constant(0)))),
            log(RowProgram.reduced(1)).minus(RowProgram.reduced(2)),
            true);
    return graph.rows(prediction.shape(), program, List.of(prediction, target));
  }

  @Override
  public Optional<InputSpec> target(List<Shape> predictions) {
    Shape target = targetShape(predictions.get(0));
    return Optional.of(InputSpec.indices(target, predictions.get(0).columns()));
  }

  @Override
  public Shape targetShape(Shape prediction) {
    if (prediction.rank() != 1 || prediction.columns() < 2) {
      throw new ShapeMismatchException(
          "softmax_cross_entropy takes one logit for each of at least two classes; the model"
              + " predicts a sample of shape "
              + prediction);
    }
    return Shape.scalar();
  }

  @Override
  public String describe() {
    return "softmax_cross_entropy reduction=" + Description.lowerCase(reduction);
  }

  @Override
  public String toString() {
    return describe();
  }
}
