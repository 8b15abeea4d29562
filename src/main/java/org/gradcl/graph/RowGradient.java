package org.gradcl.graph;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Expr;

/**
 * The gradient of a row program by one of its full-sized operands, itself a row program.
 *
 * <p>With reductions rᵢ = Σⱼ eᵢ(xⱼ, r₀ … rᵢ₋₁), output o and upstream gradient g:
 *
 * <pre>
 *   adjoint(rᵢ) = [Σⱼ] g · ∂o/∂rᵢ + Σ over k &gt; i of adjoint(rₖ) · Σⱼ ∂eₖ/∂rᵢ
 *   ∂xⱼ        = g · ∂o/∂xⱼ + Σᵢ adjoint(rᵢ) · ∂eᵢ/∂xⱼ
 * </pre>
 *
 * <p>The sum in brackets is there where the output is one number an element.
 */
final class RowGradient {
  private final List<RowProgram.Reduction> reductions;

  private RowGradient(List<RowProgram.Reduction> reductions) {
    this.reductions = new ArrayList<>(reductions);
  }

  static RowProgram of(RowProgram program, Expr x, Expr upstream) {
    return new RowGradient(program.reductions()).derive(program, x, upstream);
  }

  private RowProgram derive(RowProgram program, Expr x, Expr upstream) {
    int count = program.reductions().size();
    Expr[] adjoints = new Expr[count];
    for (int i = count - 1; i >= 0; i--) {
      if (!program.reductions().get(i).differentiable()) {
        continue;
      }
      Expr result = RowProgram.reduced(i);
      Expr direct = upstream.times(program.output().derivative(result));
      adjoints[i] = program.perRow() ? direct : summed(direct);
      for (int k = i + 1; k < count; k++) {
        if (adjoints[k] != null) {
          Expr inner = program.reductions().get(k).element().derivative(result);
          adjoints[i] = adjoints[i].plus(adjoints[k].times(summed(inner)));
        }
      }
    }
    Expr gradient =
        program.perRow() ? Expr.constant(0) : upstream.times(program.output().derivative(x));
    for (int i = 0; i < count; i++) {
      if (adjoints[i] != null) {
        Expr element = program.reductions().get(i).element().derivative(x);
        gradient = gradient.plus(adjoints[i].times(element));
      }
    }
    return new RowProgram(reductions, gradient, false);
  }

  /** A further reduction for the sum of an expression over the columns; constants stay. */
  private Expr summed(Expr element) {
    if (element.isConstant(0)) {
      return element;
    }
    reductions.add(RowProgram.Reduction.sum(element));
    return RowProgram.reduced(reductions.size() - 1);
  }
}
