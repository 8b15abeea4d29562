package org.gradcl.cli.bench.net;

import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Block;
import org.gradcl.nn.Dense;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.Scope;

/**
 * A causal transformer block that normalises before attention and before its two dense layers, gelu
 * between them.
 *
 * <pre>
 * h = x + attention(norm(x))
 * y = h + dense(gelu(dense(norm(h))))
 * </pre>
 *
 * @param heads of attention
 * @param hidden numbers between the dense layers
 */
public record TransformerBlock(int heads, int hidden) implements Block {
  @Override
  public Value append(Scope scope, Value x) {
    Value normed = scope.call("norm1", LayerNorm.standard(), x);
    Value attended = scope.call("attention", MultiHeadAttention.of(heads).causally(), normed);
    Value h = scope.map(x, attended, Expr::plus);
    Value y = scope.call("norm2", LayerNorm.standard(), h);
    y = scope.call("dense1", Dense.to(hidden, Activations.GELU), y);
    y = scope.call("dense2", Dense.to(x.shape().columns()), y);
    return scope.map(h, y, Expr::plus);
  }

  @Override
  public String describe() {
    return "transformer block heads=" + heads + " hidden=" + hidden;
  }
}
