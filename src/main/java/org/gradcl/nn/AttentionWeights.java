package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.exp;
import static org.gradcl.expr.Functions.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;

/** The softmax of attention over the keys that a query sees. */
final class AttentionWeights {
  /** In place of scores that are not seen: below any other, and finite. */
  private static final Expr HIDDEN = constant(-1e30);

  private AttentionWeights() {}

  /**
   * The weights: of keys that are not seen 0, of the others e^(scale · score), divided by their
   * sum.
   *
   * @param scores {@code [batch, key heads, heads of each, queries, keys]}
   * @param padding {@code [batch, keys]}, not 0 for keys that are not seen
   */
  static Value of(
      Graph graph, Value scores, double scale, boolean causal, Optional<Value> padding) {
    List<IndexedValue> reads = new ArrayList<>(List.of(IndexedValue.whole(scores)));
    padding.ifPresent(mask -> reads.add(IndexedValue.along(mask, 0, 4)));
    // Selected, not added: a number that is not seen is not computed with.
    Function<Expr, Function<Expr, Expr>> seen =
        hidden ->
            score -> {
              Expr found = score;
              if (padding.isPresent()) {
                found = select(MapElements.variable(1).equalTo(constant(0)), found, hidden);
              }
              return causal ? select(Expr.index(4).greater(Expr.index(3)), hidden, found) : found;
            };
    Expr score = seen.apply(HIDDEN).apply(MapElements.variable(0).times(scale));
    Expr power = exp(score.minus(RowProgram.reduced(0)));
    Expr weight = seen.apply(constant(0)).apply(power.over(RowProgram.reduced(1)));
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.maximum(score), RowReduction.sum(power)), weight, false);
    return graph.rowsOfViews(scores.shape(), 4, program, reads);
  }
}
