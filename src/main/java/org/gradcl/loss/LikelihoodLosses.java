package org.gradcl.loss;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.exp;
import static org.gradcl.expr.Functions.half;
import static org.gradcl.expr.Functions.log;
import static org.gradcl.expr.Functions.log1p;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.softplus;
import static org.gradcl.expr.Functions.square;

import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;

/** The formulas of losses that are negative log-likelihoods, or divergences of distributions. */
final class LikelihoodLosses {
  /** Below it the logarithm of a probability goes on as its tangent. */
  private static final double SMALLEST_PROBABILITY = 1e-12;

  /** What PyTorch adds to a Poisson's mean before its logarithm is taken. */
  private static final double ABOVE_ZERO = 1e-8;

  private LikelihoodLosses() {}

  static ScalarLoss bceWithLogits() {
    return ScalarLoss.of(
        "bce_with_logits",
        Reduction.MEAN,
        (z, y) ->
            select(
                z.greater(0),
                softplus(z.negate()).plus(z.times(constant(1).minus(y))),
                softplus(z).minus(z.times(y))));
  }

  static ScalarLoss bce() {
    return ScalarLoss.of(
        "bce",
        Reduction.MEAN,
        (p, y) -> {
          Expr rest = constant(1).minus(p);
          Expr ofOne = logarithm(p, log(p));
          Expr ofZero = logarithm(rest, log1p(p.negate()));
          return y.times(ofOne).plus(constant(1).minus(y).times(ofZero)).negate();
        });
  }

  /** ln p, and its tangent where p is so small that slopes would be infinite. */
  private static Expr logarithm(Expr p, Expr exact) {
    double least = SMALLEST_PROBABILITY;
    Expr tangent = p.times(1 / least).plus(Math.log(least) - 1);
    return select(p.greater(least), exact, tangent);
  }

  static ScalarLoss focal(double alpha, double gamma) {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException(
          "The alpha of focal, the weight of ones, lies from 0 to 1, found " + alpha);
    }
    if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The gamma of focal must be finite and not below 0, found " + gamma);
    }
    return ScalarLoss.of(
        "focal alpha=" + Description.format(alpha) + " gamma=" + Description.format(gamma),
        Reduction.MEAN,
        (z, y) -> {
          Expr ofOne = focused(z, gamma).times(alpha);
          Expr ofZero = focused(z.negate(), gamma).times(1 - alpha);
          return y.times(ofOne).plus(constant(1).minus(y).times(ofZero));
        });
  }

  /** −(1 − p)^γ ln p for p = σ(z), with ln(1 − p) = −softplus(z), so that nothing cancels. */
  private static Expr focused(Expr z, double gamma) {
    return exp(softplus(z).times(-gamma)).times(softplus(z.negate()));
  }

  static ScalarLoss klDivergence() {
    return ScalarLoss.of(
        "kl_div",
        Reduction.MEAN,
        (q, y) -> select(y.equalTo(constant(0)), constant(0), y.times(log(y).minus(q))));
  }

  static ScalarLoss poisson(boolean logInput) {
    return ScalarLoss.of(
        "poisson_nll log_input=" + logInput,
        Reduction.MEAN,
        (p, y) -> logInput ? exp(p).minus(y.times(p)) : p.minus(y.times(log(p.plus(ABOVE_ZERO)))));
  }

  static JointScalarLoss gaussian(double eps) {
    if (!(eps > 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The eps of gaussian_nll, the least variance, must be above 0 and finite, found " + eps);
    }
    return JointScalarLoss.of(
        "gaussian_nll eps=" + Description.format(eps),
        2,
        Reduction.MEAN,
        (p, y) -> {
          Expr variance = maximum(constant(eps), p.get(1));
          return half(log(variance).plus(square(p.get(0).minus(y)).over(variance)));
        });
  }
}
