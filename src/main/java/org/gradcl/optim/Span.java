package org.gradcl.optim;

import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.UpdateRule;

/**
 * A stretch of a training: a number of steps, or a share of all its steps.
 *
 * @param amount steps, at least 1, or the share, above 0 and at most 1
 * @param isShare which of the two
 */
public record Span(double amount, boolean isShare) {

  /**
   * Checks the amount.
   *
   * @throws IllegalArgumentException if it lies outside its range
   */
  public Span {
    boolean valid = isShare ? amount > 0 && amount <= 1 : amount >= 1 && Double.isFinite(amount);
    if (!valid) {
      throw new IllegalArgumentException(
          isShare
              ? "A share of a training lies above 0% and at most at 100%, found " + amount * 100
              : "A span has at least one step, found " + amount);
    }
  }

  /**
   * {@return a number of steps}
   *
   * @param steps at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public static Span steps(int steps) {
    return new Span(steps, false);
  }

  /**
   * {@return a share of all steps, 0.1 for a tenth}
   *
   * @param share above 0 and at most 1
   * @throws IllegalArgumentException if it lies outside its range
   */
  public static Span share(double share) {
    return new Span(share, true);
  }

  /**
   * Reads {@code 500} or {@code 10%}.
   *
   * @throws CatalogueException if it is neither
   */
  static Span parse(String word, Description context) {
    return word.endsWith("%")
        ? share(context.number(word.substring(0, word.length() - 1)) / 100)
        : steps(context.count(word));
  }

  /** The number of steps, at least 1, over {@link UpdateRule#TOTAL_STEPS}. */
  Expr length() {
    return isShare
        ? Functions.maximum(UpdateRule.TOTAL_STEPS.times(amount), Expr.constant(1))
        : Expr.constant(amount);
  }

  /** {@code 500} or {@code 10%}. */
  @Override
  public String toString() {
    return isShare ? Description.format(amount * 100) + "%" : Description.format(amount);
  }
}
