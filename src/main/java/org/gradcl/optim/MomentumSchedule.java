package org.gradcl.optim;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.exp;
import static org.gradcl.expr.Functions.expm1;
import static org.gradcl.optim.OptimizerSettings.requireNotNegative;
import static org.gradcl.optim.OptimizerSettings.update;

import org.gradcl.expr.Expr;

/**
 * NAdam's momentum, which rises: μₜ = β₁(1 − ½qᵗ) with q = 0.96^ψ, and the product Π = μ₁…μₜ.
 *
 * <p>Π is a function of t alone, and needs no memory: ln Π = t·ln β₁ + Σᵢ ln(1 − ½qⁱ), and with
 * ln(1 − x) = −Σₖ xᵏ/k and geometric sums over i the second sum is −Σₖ (q/2)ᵏ/k · (1 − qᵏᵗ)/(1 −
 * qᵏ). Taking 1 − qᵗ out of each of its terms leaves a polynomial in qᵗ whose coefficients have one
 * sign, so that nothing cancels in float32; they halve from one to the next.
 */
final class MomentumSchedule {
  private static final double BASE = 0.96;

  /** Terms of the series: 2⁻²⁶ is less than float32 tells apart. */
  private static final int TERMS = 26;

  private final double beta1;
  private final double logOfQ;

  /** The momentum of β₁ and the decay ψ. */
  MomentumSchedule(double beta1, double decay) {
    requireNotNegative("momentum_decay", decay);
    this.beta1 = beta1;
    this.logOfQ = decay * Math.log(BASE);
  }

  /** What the first moment is multiplied with: μₜ₊₁/(1 − Π·μₜ₊₁). */
  Expr shareOfMoment() {
    if (beta1 == 0) {
      return constant(0);
    }
    Expr next = momentum(update().plus(1));
    return next.over(constant(1).minus(exp(logOfProduct()).times(next)));
  }

  /** What the gradient is multiplied with: (1 − μₜ)/(1 − Π). */
  Expr shareOfGradient() {
    if (beta1 == 0) {
      return constant(1);
    }
    Expr rest = constant(1).minus(momentum(update()));
    return rest.over(expm1(logOfProduct()).negate());
  }

  private Expr momentum(Expr update) {
    return constant(beta1).minus(exp(update.times(logOfQ)).times(beta1 / 2));
  }

  /** ln Π. */
  private Expr logOfProduct() {
    if (logOfQ == 0) {
      return update().times(Math.log(beta1 / 2));
    }
    Expr power = exp(update().times(logOfQ));
    Expr polynomial = constant(0);
    double coefficient = 0;
    for (int k = TERMS; k >= 1; k--) {
      coefficient -= Math.exp(k * (logOfQ - Math.log(2))) / (k * -Math.expm1(k * logOfQ));
      polynomial = polynomial.times(power).plus(coefficient);
    }
    Expr sum = expm1(update().times(logOfQ)).negate().times(polynomial);
    return update().times(Math.log(beta1)).plus(sum);
  }
}
