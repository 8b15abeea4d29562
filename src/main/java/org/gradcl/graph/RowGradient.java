package org.gradcl.graph;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.RowProgram.Combine;
import org.gradcl.graph.RowProgram.RowReduction;

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
 *
 * <p>A maximum or minimum is the sum of its elements that leaves out all but the first that equals
 * it, so ∂eᵢ is 0 in every other column. Rounding must be the same in both passes, as it is where
 * the element is an operand.
 */
final class RowGradient {
  /** Larger than any column, and exact in float32. */
  private static final double NO_COLUMN = 1L << 30;

  private final RowProgram program;
  private final Expr column;
  private final Expr upstream;
  private final List<RowReduction> reductions;
  private final Expr[] adjoints;

  /** For each maximum and minimum the column of its element. */
  private final Expr[] firsts;

  /** The adjoints of a program's reductions. */
  RowGradient(Operation.Rows rows, Expr upstream) {
    this.program = rows.program();
    this.column = column(rows);
    this.upstream = upstream;
    reductions = new ArrayList<>(program.reductions());
    adjoints = new Expr[reductions.size()];
    firsts = new Expr[reductions.size()];
    for (int i = adjoints.length - 1; i >= 0; i--) {
      if (program.reductions().get(i).differentiable()) {
        adjoints[i] = findAdjoint(i);
        firsts[i] = adjoints[i].isConstant(0) ? null : first(i);
      }
    }
  }

  /** The number of an element's column. */
  private static Expr column(Operation.Rows rows) {
    Expr column = Expr.constant(0);
    for (int axis = rows.rowAxes(); axis < rows.domain().rank(); axis++) {
      column = column.times(rows.domain().extent(axis)).plus(Expr.index(axis));
    }
    return column;
  }

  private Expr findAdjoint(int i) {
    Expr result = RowProgram.reduced(i);
    Expr direct = upstream.timesSlope(program.output().derivative(result));
    Expr adjoint = program.perRow() ? direct : summed(direct);
    for (int k = i + 1; k < adjoints.length; k++) {
      if (adjoints[k] != null) {
        adjoint = adjoint.plus(adjoints[k].timesSlope(summed(slope(k, result))));
      }
    }
    return adjoint;
  }

  private Expr first(int i) {
    RowReduction reduction = program.reductions().get(i);
    if (reduction.combine() == Combine.SUM) {
      return null;
    }
    Expr equal = reduction.element().equalTo(RowProgram.reduced(i));
    return added(RowReduction.minimum(Functions.select(equal, column, Expr.constant(NO_COLUMN))));
  }

  /** One number an element, by an operand read in full. */
  static RowProgram ofElements(Operation.Rows rows, Expr x, Expr upstream) {
    RowGradient gradient = new RowGradient(rows, upstream);
    return new RowProgram(gradient.reductions, gradient.element(x), false);
  }

  /** One number a row, by an operand that all elements of a row read alike. */
  static RowProgram ofRows(Operation.Rows rows, Expr x, Expr upstream) {
    RowGradient gradient = new RowGradient(rows, upstream);
    Expr row = gradient.summed(gradient.element(x));
    if (rows.program().perRow()) {
      row = row.plus(upstream.timesSlope(rows.program().output().derivative(x)));
    }
    return new RowProgram(gradient.reductions, row, true);
  }

  private Expr element(Expr x) {
    Expr gradient =
        program.perRow() ? Expr.constant(0) : upstream.timesSlope(program.output().derivative(x));
    for (int i = 0; i < adjoints.length; i++) {
      if (adjoints[i] != null) {
        gradient = gradient.plus(adjoints[i].timesSlope(slope(i, x)));
      }
    }
    return gradient;
  }

  /** The adjoint of a reduction; null if no gradient flows through it. */
  Expr adjoint(int i) {
    return adjoints[i] == null || adjoints[i].isConstant(0) ? null : adjoints[i];
  }

  /** The program that yields a number a row which this gradient's reductions make up. */
  RowProgram perRow(Expr output) {
    return new RowProgram(reductions, output, true);
  }

  /** How many reductions there are: the program's, then those of the gradient. */
  int reductions() {
    return reductions.size();
  }

  /** ∂eᵢ/∂x, in the column of a maximum or minimum alone. */
  Expr slope(int i, Expr x) {
    Expr slope = program.reductions().get(i).element().derivative(x);
    return firsts[i] == null || slope.isConstant(0)
        ? slope
        : Functions.select(column.equalTo(firsts[i]), slope, Expr.constant(0));
  }

  /** A further reduction for the sum of an expression over the columns; constants stay. */
  private Expr summed(Expr element) {
    return element.isConstant(0) ? element : added(RowReduction.sum(element));
  }

  private Expr added(RowReduction reduction) {
    reductions.add(reduction);
    return RowProgram.reduced(reductions.size() - 1);
  }
}
