package org.gradcl.loss;

import static org.gradcl.expr.Functions.half;
import static org.gradcl.expr.Functions.square;

import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The squared error, with explicit scale and reduction, since systems differ (see {@code
 * docs/losses.md}).
 *
 * <pre>
 * HALF, MEAN         ½(ŷ − y)² over all n elements of the batch    ∂L/∂ŷ = (ŷ − y)/n      the default
 * FULL, MEAN          (ŷ − y)² over all n elements                 ∂L/∂ŷ = 2(ŷ − y)/n     PyTorch
 * HALF, SUM          Σ ½(ŷ − y)²                                   ∂L/∂ŷ = ŷ − y
 * FULL, BATCH_MEAN   Σ (ŷ − y)² over the batch's samples           ∂L/∂ŷ = 2(ŷ − y)/batch
 * </pre>
 *
 * @param scale whether the square is halved
 * @param reduction how the elements of a batch become one number
 */
public record MeanSquaredError(Scale scale, Reduction reduction) implements PredictionLoss {

  /** The factor of the square. */
  public enum Scale {
    /** ½: the gradient is the residual itself. */
    HALF,
    /** 1: the plain square. */
    FULL
  }

  /**
   * {@return this loss with another scale}
   *
   * @param other in place of the present one
   */
  public MeanSquaredError withScale(Scale other) {
    return new MeanSquaredError(other, reduction);
  }

  /**
   * {@return this loss with another reduction}
   *
   * @param other in place of the present one
   */
  public MeanSquaredError withReduction(Reduction other) {
    return new MeanSquaredError(scale, other);
  }

  /**
   * {@return the loss of one element, over {@link ScalarLoss#PREDICTION} and {@link
   * ScalarLoss#TARGET}}
   */
  public Expr formula() {
    Expr squared = square(ScalarLoss.PREDICTION.minus(ScalarLoss.TARGET));
    return scale == Scale.HALF ? half(squared) : squared;
  }

  @Override
  public Value each(Graph graph, Value prediction, Value target) {
    return new ScalarLoss("mse", formula(), reduction).each(graph, prediction, target);
  }

  @Override
  public Shape targetShape(Shape prediction) {
    return prediction;
  }

  @Override
  public String describe() {
    return "mse scale="
        + Description.lowerCase(scale)
        + " reduction="
        + Description.lowerCase(reduction);
  }

  @Override
  public String toString() {
    return describe();
  }
}
