package org.gradcl.nn;

import java.util.Objects;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;

/**
 * A block around which its input is led: y = x + f(x).
 *
 * <p>Source: He et al., Deep Residual Learning for Image Recognition, 2015.
 *
 * @param block f, whose parameters are named {@code inner.…} within this one
 */
public record Residual(Block block) implements Block {
  /** Checks that nothing is missing. */
  public Residual {
    Objects.requireNonNull(block, "block");
  }

  /**
   * {@return a block around which its input is led}
   *
   * @param blocks f, in order; at least one
   */
  public static Residual of(Block... blocks) {
    return new Residual(blocks.length == 1 ? blocks[0] : Sequential.of(blocks));
  }

  @Override
  public Value append(Scope scope, Value x) {
    Value y = scope.call("inner", block, x);
    if (!y.shape().equals(x.shape())) {
      throw scope.refusal(
          String.format(
              "what is led around '%s' is added to its output, which must have the same shape; a"
                  + " sample has shape %s before and %s after",
              block.describe(), x.shape().sample(), y.shape().sample()));
    }
    return scope.label("sum", scope.map(y, x, Expr::plus));
  }

  @Override
  public String describe() {
    return SequentialText.around(SequentialText.RESIDUAL, block);
  }
}
