package org.gradcl.expr;

/**
 * Each operator's value in float64: what constants are folded with and what engines are tested
 * against.
 */
public final class ScalarFunctions {
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

  private ScalarFunctions() {}

  /**
   * The value of an operator for operand values. A condition yields 1 or 0, and {@link
   * Operator#SELECT} takes any non-zero number for true.
   *
   * @throws IllegalArgumentException if the operator is a leaf
   */
  public static double apply(Operator operator, double... x) {
    return switch (operator) {
      case ADD -> x[0] + x[1];
      case SUBTRACT -> x[0] - x[1];
      case MULTIPLY -> x[0] * x[1];
      case DIVIDE -> x[0] / x[1];
      case NEGATE -> -x[0];
      case ABSOLUTE -> Math.abs(x[0]);
      case SIGN -> Math.signum(x[0]);
      case MINIMUM -> Math.min(x[0], x[1]);
      case MAXIMUM -> Math.max(x[0], x[1]);
      case SQUARE -> x[0] * x[0];
      case SQRT -> Math.sqrt(x[0]);
      case EXP -> Math.exp(x[0]);
      case EXPM1 -> Math.expm1(x[0]);
      case LOG -> Math.log(x[0]);
      case LOG1P -> Math.log1p(x[0]);
      case TANH -> Math.tanh(x[0]);
      case SIGMOID -> 1 / (1 + Math.exp(-x[0]));
      case SOFTPLUS -> Math.max(x[0], 0) + Math.log1p(Math.exp(-Math.abs(x[0])));
      case ERF -> erf(x[0]);
      case COS -> Math.cos(x[0]);
      case FLOOR -> Math.floor(x[0]);
      case GREATER -> x[0] > x[1] ? 1 : 0;
      case EQUAL -> x[0] == x[1] ? 1 : 0;
      case SELECT -> x[0] != 0 ? x[1] : x[2];
      case CONSTANT, VARIABLE, INDEX, UNIFORM ->
          throw new IllegalArgumentException(
              operator + " is a leaf and has no function of operands");
    };
  }

  /**
   * The error function in float64, to about 1e-15.
   *
   * <p>Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 (series) and 7.1.14
   * (continued fraction of the complement).
   */
  public static double erf(double x) {
    double magnitude = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    if (magnitude > 6) {
      return Math.signum(x);
    }
    if (magnitude < 2.5) {
      double term = x;
      double sum = x;
      for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
        term *= 2 * x * x / (2 * n + 1);
        sum += term;
      }
      return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
    }
    double fraction = magnitude;
    for (int k = 80; k >= 1; k--) {
      fraction = magnitude + k / 2.0 / fraction;
    }
    double complement = Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
    return Math.signum(x) * (1 - complement);
  }
}
