package org.gradcl.loss;

import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A loss that is a scalar function of each number of the prediction and its target. Prediction and
 * target have the same shape.
 *
 * @param name and settings but the reduction, such as {@code huber delta=1}
 * @param formula over {@link #PREDICTION} and {@link #TARGET}
 * @param reduction how the numbers of a batch become one
 */
public record ScalarLoss(String name, Expr formula, Reduction reduction) implements PredictionLoss {
  /** The variable of the prediction ŷ. */
  public static final Expr PREDICTION = Expr.variable("prediction");

  /** The variable of the target y. */
  public static final Expr TARGET = Expr.variable("target");

  /** Checks that nothing is missing. */
  public ScalarLoss {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(formula, "formula");
    Objects.requireNonNull(reduction, "reduction");
  }

  /**
   * A loss stated as a function of ŷ and y.
   *
   * @param name and settings but the reduction, such as {@code huber delta=1}
   * @param reduction how the numbers of a batch become one
   * @param function the loss of one number, of ŷ and y
   * @return the loss
   */
  public static ScalarLoss of(String name, Reduction reduction, BinaryOperator<Expr> function) {
    return new ScalarLoss(name, function.apply(PREDICTION, TARGET), reduction);
  }

  /**
   * {@return this loss with another reduction}
   *
   * @param other in place of the present one
   */
  public ScalarLoss withReduction(Reduction other) {
    return new ScalarLoss(name, formula, other);
  }

  @Override
  public Value each(Graph graph, Value prediction, Value target) {
    return graph.map(
        prediction, target, (p, t) -> formula.replaceAll(Map.of(PREDICTION, p, TARGET, t)));
  }

  @Override
  public Shape targetShape(Shape prediction) {
    return prediction;
  }

  @Override
  public String describe() {
    return name + " reduction=" + Description.lowerCase(reduction);
  }

  @Override
  public String toString() {
    return describe();
  }
}
