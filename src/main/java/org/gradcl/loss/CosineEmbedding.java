package org.gradcl.loss;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;

import java.util.ArrayList;
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
 * The angle between two outputs: that of a pair which belongs together should be 0, that of one
 * which does not large.
 *
 * <pre>
 * a, b [batch, …, features]: outputs        target [batch, …]: 1 for together, −1 for not
 * cos = a·b / (√(a·a + 1e-12)·√(b·b + 1e-12))
 * L   = y > 0 ? 1 − cos : max(0, cos − margin)     for each pair
 * </pre>
 *
 * <p>PyTorch's {@code CosineEmbeddingLoss}.
 *
 * @param margin the cosine from which on pairs that don't belong together cost something
 * @param reduction how the pairs of a batch become one number
 */
public record CosineEmbedding(double margin, Reduction reduction) implements Loss {
  private static final double ABOVE_ZERO = 1e-12;

  /**
   * Checks the margin.
   *
   * @throws IllegalArgumentException if it is not from −1 to 1
   */
  public CosineEmbedding {
    if (!(margin >= -1 && margin <= 1)) {
      throw new IllegalArgumentException(
          "The margin of cosine_embedding, a cosine, lies from -1 to 1, found " + margin);
    }
  }

  @Override
  public int predictions() {
    return 2;
  }

  @Override
  public Optional<InputSpec> target(List<Shape> predictions) {
    return Optional.of(InputSpec.of(Vectors.each(predictions, describe())));
  }

  @Override
  public Value each(Graph graph, List<Value> predictions, Optional<Value> target) {
    Expr a = MapElements.variable(0);
    Expr b = MapElements.variable(1);
    Expr lengths =
        sqrt(RowProgram.reduced(1).plus(ABOVE_ZERO))
            .times(sqrt(RowProgram.reduced(2).plus(ABOVE_ZERO)));
    Expr cosine = RowProgram.reduced(0).over(lengths);
    RowProgram program =
        new RowProgram(
            List.of(
                RowReduction.sum(a.times(b)),
                RowReduction.sum(square(a)),
                RowReduction.sum(square(b))),
            select(
                MapElements.variable(2).greater(0),
                constant(1).minus(cosine),
                maximum(constant(0), cosine.minus(margin))),
            true);
    List<Value> operands = new ArrayList<>(predictions);
    operands.add(target.orElseThrow());
    return graph.rows(predictions.get(0).shape(), program, operands);
  }

  @Override
  public String describe() {
    return "cosine_embedding margin="
        + Description.format(margin)
        + " reduction="
        + Description.lowerCase(reduction);
  }

  @Override
  public String toString() {
    return describe();
  }
}
