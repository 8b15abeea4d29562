package org.gradcl.loss;

import static org.gradcl.expr.Functions.absolute;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.half;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.square;

import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;

/** The formulas of losses that measure how far a prediction lies from its target, or its side. */
final class ResidualLosses {
  private ResidualLosses() {}

  static ScalarLoss absoluteError() {
    return ScalarLoss.of("mae", Reduction.MEAN, (p, t) -> absolute(p.minus(t)));
  }

  static ScalarLoss huber(double delta) {
    requirePositive("Huber's delta", delta);
    return ScalarLoss.of(
        "huber delta=" + Description.format(delta),
        Reduction.MEAN,
        (p, t) -> {
          Expr d = p.minus(t);
          Expr linear = absolute(d).minus(delta / 2).times(delta);
          return select(absolute(d).greater(delta), linear, half(square(d)));
        });
  }

  static ScalarLoss smoothL1(double beta) {
    requirePositive("The beta of smooth_l1", beta);
    return ScalarLoss.of(
        "smooth_l1 beta=" + Description.format(beta),
        Reduction.MEAN,
        (p, t) -> {
          Expr d = p.minus(t);
          Expr parabola = square(d).times(0.5 / beta);
          return select(constant(beta).greater(absolute(d)), parabola, absolute(d).minus(beta / 2));
        });
  }

  static ScalarLoss quantile(double quantile) {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException(
          "A quantile lies between 0 and 1, both excluded, found " + quantile);
    }
    return ScalarLoss.of(
        "quantile quantile=" + Description.format(quantile),
        Reduction.MEAN,
        (p, t) -> {
          Expr e = t.minus(p);
          // The last choice is that of e = 0: the value is 0, the slope the mean of both sides'.
          Expr below =
              select(constant(0).greater(e), e.times(quantile - 1), e.times(quantile - 0.5));
          return select(e.greater(0), e.times(quantile), below);
        });
  }

  static ScalarLoss hinge(double margin) {
    requirePositive("The margin of hinge", margin);
    return ScalarLoss.of(
        "hinge margin=" + Description.format(margin),
        Reduction.MEAN,
        (p, y) -> maximum(constant(0), constant(margin).minus(y.times(p))));
  }

  private static void requirePositive(String what, double number) {
    if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be above 0 and finite, found " + number);
    }
  }
}
