package org.gradcl.optim;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.expm1;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;
import static org.gradcl.optim.OptimizerSettings.update;

import org.gradcl.expr.Expr;

/**
 * RAdam's measure of how well the second moment is known: ρ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ), ρ∞ = 2/(1 − β₂)
 * − 1.
 *
 * <p>In the first steps ρ is about t, the difference of two numbers of about 2000, of which float32
 * would keep three digits. With x = −ln β₂ and u = tx/2 the same is ρ = coth(x/2) − 2t/(e^(tx) − 1)
 * = t + (coth(x/2) − 2/x) − t·(coth u − 1/u), and the last bracket is a power series in u.
 */
final class Rectification {
  /** ρ above which the second moment is used, as in PyTorch. */
  private static final double BOUND = 5;

  /** (coth u − 1/u)/u = Σ cᵢu²ⁱ; up to u = ½ the next term is below 3e-9. */
  private static final double[] SERIES = {1.0 / 3, -1.0 / 45, 2.0 / 945, -1.0 / 4725, 2.0 / 93555};

  private static final double LARGEST_OF_SERIES = 0.5;

  private final double limit;
  private final Expr length;

  /** The measure for β₂. */
  Rectification(double beta2) {
    limit = 2 / (1 - beta2) - 1;
    length = beta2 == 0 ? constant(limit) : length(-Math.log(beta2), limit);
  }

  private static Expr length(double x, double limit) {
    Expr t = update();
    Expr u = t.times(x / 2);
    Expr series = constant(0);
    for (int i = SERIES.length - 1; i >= 0; i--) {
      series = series.times(square(u)).plus(SERIES[i]);
    }
    Expr early = t.minus(t.times(u).times(series)).plus(limit - 2 / x);
    Expr late = constant(limit).minus(t.times(2).over(expm1(t.times(x))));
    return select(u.greater(constant(LARGEST_OF_SERIES)), late, early);
  }

  /** The condition ρ &gt; 5. */
  Expr isKnown() {
    return length.greater(constant(BOUND));
  }

  /** r = √((ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ)). */
  Expr factor() {
    double ofLimit = limit / ((limit - 4) * (limit - 2));
    return sqrt(length.minus(4).times(length.minus(2)).times(ofLimit).over(length));
  }
}
