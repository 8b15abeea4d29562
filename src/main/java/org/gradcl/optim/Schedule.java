package org.gradcl.optim;

import java.util.Objects;
import java.util.Optional;
import org.gradcl.expr.Expr;
import org.gradcl.graph.UpdateRule;

/**
 * The course of the learning rate: a factor for each step by which the optimiser's learning rate is
 * multiplied, or a plateau's fall when epochs end. Immutable.
 *
 * @param description its text form, such as {@code warm_up 5% then cosine}
 * @param factor over {@code step} (updates made before) and {@code totalSteps}
 * @param plateau by which a fit lowers the rate when an epoch ends; the factor is 1 then
 */
public record Schedule(String description, Expr factor, Optional<Plateau> plateau) {
  /** Checks that nothing is missing. */
  public Schedule {
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(factor, "factor");
    Objects.requireNonNull(plateau, "plateau");
  }

  /** A schedule that a factor for each step says. */
  public Schedule(String description, Expr factor) {
    this(description, factor, Optional.empty());
  }

  /** The rate of a step; with a plateau that of the step before, which a fit then changes. */
  Expr rate(double learningRate) {
    return plateau.isPresent() ? UpdateRule.LEARNING_RATE : factor.times(learningRate);
  }

  @Override
  public String toString() {
    return description;
  }
}
