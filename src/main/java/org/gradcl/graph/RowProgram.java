package org.gradcl.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
   *     shift that keeps exponents small), so that no gradient flows through it; the gradient of a
   *     maximum or minimum goes to the first element that equals it
   */
  public record RowReduction(Combine combine, Expr element, boolean differentiable) {
    /** A sum, through which gradients flow. */
    public static RowReduction sum(Expr element) {
      return new RowReduction(Combine.SUM, element, true);
    }

    /** A maximum that only shifts exponents or is not differentiated. */
    public static RowReduction maximum(Expr element) {
      return new RowReduction(Combine.MAXIMUM, element, false);
    }

    /** A maximum whose gradient goes to the first of the largest elements. */
    public static RowReduction differentiableMaximum(Expr element) {
      return new RowReduction(Combine.MAXIMUM, element, true);
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

  /** The same without the reductions on which the output does not depend. */
  RowProgram withoutUnused() {
    boolean[] used = new boolean[reductions.size()];
    markUsed(output, used);
    for (int i = used.length - 1; i >= 0; i--) {
      if (used[i]) {
        markUsed(reductions.get(i).element(), used);
      }
    }
    List<RowReduction> kept = new ArrayList<>();
    Map<Expr, Expr> renumbered = new HashMap<>();
    for (int i = 0; i < used.length; i++) {
      if (used[i]) {
        Expr element = reductions.get(i).element().replaceAll(renumbered);
        renumbered.put(reduced(i), reduced(kept.size()));
        kept.add(reductions.get(i).withElement(element));
      }
    }
    return new RowProgram(kept, output.replaceAll(renumbered), perRow);
  }

  private static void markUsed(Expr expression, boolean[] used) {
    for (int i = 0; i < used.length; i++) {
      used[i] |= expression.variables().contains(reduced(i).name());
    }
  }

  /** The variable that stands for the result of the i-th reduction. */
  public static Expr reduced(int i) {
    return Expr.variable("r" + i);
  }
}
