package org.gradcl.loss;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;

import java.util.List;
import java.util.Optional;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * An output, the anchor, should lie nearer to a second one, the positive, than to a third, the
 * negative. There is no target.
 *
 * <pre>
 * a, p, n [batch, …, features]: outputs, in this order
 * L = max(0, margin + ‖a − p + eps‖ − ‖a − n + eps‖)     for each vector
 * </pre>
 *
 * <p>eps is added to each difference, so that the length of none is 0, where it has no slope.
 * PyTorch's {@code TripletMarginLoss}; source: Balntas et al., Learning local feature descriptors
 * with triplets and shallow convolutional neural networks, 2016.
 *
 * @param margin by how much nearer
 * @param eps above 0
 * @param reduction how the vectors of a batch become one number
 */
public record Triplet(double margin, double eps, Reduction reduction) implements Loss {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if margin or eps is not above 0
   */
  public Triplet {
    if (!(margin > 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The margin of triplet must be above 0 and finite, found " + margin);
    }
    if (!(eps > 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The eps of triplet must be above 0 and finite, found " + eps);
    }
  }

  @Override
  public int predictions() {
    return 3;
  }

  @Override
  public Optional<InputSpec> target(List<Shape> predictions) {
    Vectors.each(predictions, describe());
    return Optional.empty();
  }

  @Override
  public Value each(Graph graph, List<Value> predictions, Optional<Value> target) {
    Expr anchor = MapElements.variable(0);
    Expr toPositive = anchor.minus(MapElements.variable(1)).plus(eps);
    Expr toNegative = anchor.minus(MapElements.variable(2)).plus(eps);
    Expr nearer = length(RowProgram.reduced(0)).minus(length(RowProgram.reduced(1)));
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.sum(square(toPositive)), RowReduction.sum(square(toNegative))),
            maximum(constant(0), nearer.plus(margin)),
            true);
    return graph.rows(predictions.get(0).shape(), program, predictions);
  }

  /** The root of a sum of squares, whose slope is 0 where all of them are 0, as PyTorch's. */
  private static Expr length(Expr squares) {
    return select(squares.equalTo(constant(0)), constant(0), sqrt(squares));
  }

  @Override
  public String describe() {
    return "triplet margin="
        + Description.format(margin)
        + " eps="
        + Description.format(eps)
        + " reduction="
        + Description.lowerCase(reduction);
  }

  @Override
  public String toString() {
    return describe();
  }
}
