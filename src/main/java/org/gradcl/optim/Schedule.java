package org.gradcl.optim;

import org.gradcl.expr.Expr;

/**
 * How the learning rate changes while training: what the optimiser's learning rate is multiplied
 * with. Immutable.
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
