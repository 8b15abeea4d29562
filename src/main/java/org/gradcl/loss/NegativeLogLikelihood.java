package org.gradcl.loss;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;

/**
 * The negative logarithm of the probability of the true class, for a model that predicts logarithms
 * of probabilities, as {@code log_softmax} yields them.
 *
 * <pre>
 * q [batch, …, K]: logarithms     t [batch, …]: a class index 0 … K − 1, stored as a float
 * L = −w_t·q_t     0 where t is ignored, or no index of a class
 * </pre>
 *
 * @param targets weights of classes, and the target that is ignored
 * @param reduction how the targets of a batch become one number
 */
public record NegativeLogLikelihood(ClassTargets targets, Reduction reduction)
    implements ClassLoss {
  /**
   * {@return this loss with weights of classes}
   *
   * @param weights one for each class, at least 0
   */
  public NegativeLogLikelihood withClassWeights(double... weights) {
    return new NegativeLogLikelihood(targets.withWeights(weights), reduction);
  }

  /**
   * {@return this loss with a target that costs and counts nothing}
   *
   * @param index such as −100
   */
  public NegativeLogLikelihood ignoring(int index) {
    return new NegativeLogLikelihood(targets.ignoring(index), reduction);
  }

  /**
   * {@return this loss with another reduction}
   *
   * @param other in place of the present one
   */
  public NegativeLogLikelihood withReduction(Reduction other) {
    return new NegativeLogLikelihood(targets, other);
  }

  @Override
  public Value each(Graph graph, Value prediction, Value target) {
    Expr q = MapElements.variable(0);
    Expr t = MapElements.variable(1);
    Expr isClass = Expr.index(prediction.shape().rank() - 1).equalTo(t);
    List<Value> operands = new ArrayList<>(List.of(prediction, target));
    Expr loss = RowProgram.reduced(0).negate();
    if (!targets.weights().isEmpty()) {
      operands.add(targets.counts(graph, target).orElseThrow());
      loss = loss.times(MapElements.variable(2));
    }
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.sum(select(isClass, q, constant(0)))),
            targets.unlessIgnored(t, loss, constant(0)),
            true);
    return graph.rows(prediction.shape(), program, operands);
  }

  @Override
  public String describe() {
    return "nll" + targets.describe() + " reduction=" + Description.lowerCase(reduction);
  }

  @Override
  public String toString() {
    return describe();
  }
}
