package org.gradcl.nn;

import static org.gradcl.expr.Functions.cos;
import static org.gradcl.expr.Functions.exp;

import java.util.List;
import java.util.function.UnaryOperator;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The angles of sinusoidal and rotary positions: t / base^(2i / features), for place t and pair i
 * of features.
 */
final class Angles {
  private Angles() {}

  /**
   * The angle over a domain.
   *
   * @param time the index of the place
   * @param pair the index of the pair
   */
  static Expr of(Expr time, Expr pair, double base, int features) {
    return time.times(exp(pair.times(-2 * Math.log(base) / features)));
  }

  /** sin a, which is cos (a − π/2). */
  static Expr sin(Expr angle) {
    return cos(angle.minus(Math.PI / 2));
  }

  /** A table of a function of the angles, {@code [time, pairs]}. */
  static Value table(Graph graph, int time, int pairs, double base, UnaryOperator<Expr> function) {
    Expr angle = of(Expr.index(0), Expr.index(1), base, 2 * pairs);
    return graph.map(Shape.of(time, pairs), function.apply(angle), List.of());
  }
}
