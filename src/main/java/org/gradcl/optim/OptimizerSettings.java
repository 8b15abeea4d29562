package org.gradcl.optim;

import static org.gradcl.catalogue.Description.format;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.expm1;
import static org.gradcl.graph.UpdateRule.GRADIENT;
import static org.gradcl.graph.UpdateRule.PARAMETER;
import static org.gradcl.graph.UpdateRule.STEP;

import org.gradcl.expr.Expr;

/** Settings that several optimisers have: their ranges, and what they stand for in formulas. */
final class OptimizerSettings {
  private OptimizerSettings() {}

  /** From 0 to below 1. */
  static void requireShare(String setting, double number) {
    if (!(number >= 0 && number < 1)) {
      throw new IllegalArgumentException(
          setting + " lies between 0 and below 1, found " + format(number));
    }
  }

  static void requireNotNegative(String setting, double number) {
    if (!(number >= 0 && Double.isFinite(number))) {
      throw new IllegalArgumentException(setting + " is at least 0, found " + number);
    }
  }

  static void requirePositive(String setting, double number) {
    if (!(number > 0 && Double.isFinite(number))) {
      throw new IllegalArgumentException(setting + " is above 0, found " + number);
    }
  }

  /** The gradient with λ·p added: the gradient of ½λp² joined to the loss. */
  static Expr decayed(double weightDecay) {
    return weightDecay == 0 ? GRADIENT : GRADIENT.plus(PARAMETER.times(weightDecay));
  }

  /** βa + (1 − β)b. */
  static Expr average(double beta, Expr a, Expr b) {
    return a.times(beta).plus(b.times(1 - beta));
  }

  /** t, the number of this update, from 1. */
  static Expr update() {
    return STEP.plus(1);
  }

  /** 1 − βᵗ = −expm1(t·ln β): accurate in float32, where 1 − 0.999ᵗ would cancel. */
  static Expr biasCorrection(double beta) {
    return beta == 0 ? constant(1) : expm1(update().times(Math.log(beta))).negate();
  }
}
