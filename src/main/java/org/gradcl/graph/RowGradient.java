package org.gradcl.graph;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Expr;

/**
 * The gradient of a row program by one of its operands, itself a row program.
 *
 * <p>With reductions rᵢ = Σⱼ eᵢ(xⱼ, r₀ … rᵢ₋₁), output o and upstream gradient g:
 *
 * <pre>
 *   adjoint(rᵢ) = [Σⱼ] g · ∂o/∂rᵢ + Σ over k &gt; i of adjoint(rₖ) · Σⱼ ∂eₖ/∂rᵢ
 *   ∂xⱼ        = g · ∂o/∂xⱼ + Σᵢ adjoint(rᵢ) · ∂eᵢ/∂xⱼ
 * </pre>
 *
 * <p>The sum in brackets is there where the output is one number an element; where it is one a row,
 * the first term of ∂xⱼ is not. An operand that is read once a row, or is a scalar, has one
 * gradient a row: Σⱼ ∂xⱼ, and g · ∂o/∂x where the output is one number a row.
 */
final class RowGradient {
  private final List<RowProgram.RowReduction> reductions;

  private RowGradient(List<RowProgram.RowReduction> reductions) {
    this.reductions = new ArrayList<>(reductions);
  }

  /** One number an element, by an operand read in full. */
  static RowProgram ofElements(RowProgram program, Expr x, Expr upstream) {
    RowGradient gradient = new RowGradient(program.reductions());
    Expr element = gradient.derive(program, x, upstream);
    return new RowProgram(gradient.reductions, element, false);
  }

  /** One number a row, by an operand that all elements of a row read alike. */
  static RowProgram ofRows(RowProgram program, Expr x, Expr upstream) {
    RowGradient gradient = new RowGradient(program.reductions());
    Expr row = gradient.summed(gradient.derive(program, x, upstream));
    if (program.perRow()) {
      row = row.plus(upstream.timesSlope(program.output().derivative(x)));
    }
    return new RowProgram(gradient.reductions, row, true);
  }

  private Expr derive(RowProgram program, Expr x, Expr upstream) {
    int count = program.reductions().size();
    Expr[] adjoints = new Expr[count];
    for (int i = count - 1; i >= 0; i--) {
      if (!program.reductions().get(i).differentiable()) {
        continue;
      }
      Expr result = RowProgram.reduced(i);
      Expr direct = upstream.timesSlope(program.output().derivative(result));
      adjoints[i] = program.perRow() ? direct : summed(direct);
      for (int k = i + 1; k < count; k++) {
        if (adjoints[k] != null) {
          Expr inner = program.reductions().get(k).element().derivative(result);
          adjoints[i] = adjoints[i].plus(adjoints[k].timesSlope(summed(inner)));
        }
      }
    }
    Expr gradient =
        program.perRow() ? Expr.constant(0) : upstream.timesSlope(program.output().derivative(x));
    for (int i = 0; i < count; i++) {
      if (adjoints[i] != null) {
        Expr element = program.reductions().get(i).element().derivative(x);
        gradient = gradient.plus(adjoints[i].timesSlope(element));
      }
    }
    return gradient;
  }

  /** A further reduction for the sum of an expression over the columns; constants stay. */
  private Expr summed(Expr element) {
    if (element.isConstant(0)) {
      return element;
    }
    reductions.add(RowProgram.RowReduction.sum(element));
    return RowProgram.reduced(reductions.size() - 1);
  }
}
