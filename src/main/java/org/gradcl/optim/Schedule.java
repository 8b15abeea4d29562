package org.gradcl.optim;

import org.gradcl.expr.Expr;

/**
 * The course of the learning rate: a factor for each step by which the optimiser's learning rate is
 * multiplied. Immutable.
 *
 * @param description its text form, such as {@code warm_up 5% then cosine}
 * @param factor over {@code step} (updates made before) and {@code totalSteps}
 */
public record Schedule(String description, Expr factor) {

  @Override
  public String toString() {
    return description;
  }
}
