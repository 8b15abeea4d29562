package org.gradcl.graph;

import java.util.List;
import org.gradcl.expr.Expr;

/**
 * The computation of a row operation for each row: reductions over its columns, each of an
 * expression that may use the results of earlier ones, then an output.
 *
 * <p>Softmax cross-entropy of logits z and class t, for example: r0 = shift by max z; r1 = Σ e^(z −
 * r0); r2 = Σ (column = t ? z : 0); output ln r1 + r0 − r2, one a row.
 *
 * @param reductions in order
 * @param output over the operands' variables and the reductions' results
 * @param perRow whether the output is one number a row (it then uses only reductions, and operands
 *     that are the same for all columns of a row) or one an element
 */
public record RowProgram(List<RowReduction> reductions, Expr output, boolean perRow) {

  /** The ways in which a reduction combines its elements. */
  public enum Combine {
    /** The sum. */
    SUM,
    /** The largest. */
    MAXIMUM,
    /** The smallest. */
    MINIMUM
  }

  /**
   * One reduction over the columns of a row.
   *
   * @param combine how elements are combined
   * @param element the expression that is reduced
   * @param differentiable false where the output does not depend on the result but for rounding (a
   *     shift that keeps exponents small), so that no gradient flows through it
   */
  public record RowReduction(Combine combine, Expr element, boolean differentiable) {
    /**
     * Refuses a differentiable maximum or minimum, for which there is no gradient rule.
     *
     * @throws IllegalArgumentException if it is one
     */
    public RowReduction {
      if (differentiable && combine != Combine.SUM) {
        throw new IllegalArgumentException(
            "Only sums are differentiable reductions, found " + combine + " of " + element);
      }
    }

    /** A sum, through which gradients flow. */
    public static RowReduction sum(Expr element) {
      return new RowReduction(Combine.SUM, element, true);
    }

    /** A maximum that only shifts exponents or is not differentiated. */
    public static RowReduction maximum(Expr element) {
      return new RowReduction(Combine.MAXIMUM, element, false);
    }

    /** This reduction with another element. */
    RowReduction withElement(Expr other) {
      return new RowReduction(combine, other, differentiable);
    }

    /** A minimum that is not differentiated. */
    public static RowReduction minimum(Expr element) {
      return new RowReduction(Combine.MINIMUM, element, false);
    }
  }

  /** Copies the list. */
  public RowProgram {
    reductions = List.copyOf(reductions);
  }

  /** The variable that stands for the result of the i-th reduction. */
  public static Expr reduced(int i) {
    return Expr.variable("r" + i);
  }
}
