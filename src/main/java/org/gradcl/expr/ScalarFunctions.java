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
    switch (operator) {
      case ADD:
        return x[0] + x[1];
      case SUBTRACT:
        return x[0] - x[1];
      case MULTIPLY:
        return x[0] * x[1];
      case DIVIDE:
        return x[0] / x[1];
      case NEGATE:
        return -x[0];
      case ABSOLUTE:
        return Math.abs(x[0]);
      case SIGN:
        return Math.signum(x[0]);
      case MINIMUM:
        return Math.min(x[0], x[1]);
      case MAXIMUM:
        return Math.max(x[0], x[1]);
      case SQUARE:
        return x[0] * x[0];
      case SQRT:
        return Math.sqrt(x[0]);
      case EXP:
        return Math.exp(x[0]);
      case EXPM1:
        return Math.expm1(x[0]);
      case LOG:
        return Math.log(x[0]);
      case LOG1P:
        return Math.log1p(x[0]);
      case TANH:
        return Math.tanh(x[0]);
      case SIGMOID:
        return 1 / (1 + Math.exp(-x[0]));
      case SOFTPLUS:
        return Math.max(x[0], 0) + Math.log1p(Math.exp(-Math.abs(x[0])));
      case ERF:
        return erf(x[0]);
      case COS:
        return Math.cos(x[0]);
      case FLOOR:
        return Math.floor(x[0]);
      case GREATER:
        return x[0] > x[1] ? 1 : 0;
      case EQUAL:
        return x[0] == x[1] ? 1 : 0;
      case SELECT:
        return x[0] != 0 ? x[1] : x[2];
      case CONSTANT:
      case VARIABLE:
      case COLUMN:
      case UNIFORM:
        break;
    }
    throw new IllegalArgumentException(operator + " is a leaf and has no function of operands");
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
