package org.gradcl.expr;

/**
 * Functions of expressions, so that a formula in Java reads like the formula on paper: {@code
 * half(square(prediction.minus(target)))}.
 */
public final class Functions {
  private Functions() {}

  /** A number. */
  public static Expr constant(double value) {
    return Expr.constant(value);
  }

  /** a / 2. */
  public static Expr half(Expr a) {
    return Expr.constant(0.5).times(a);
  }

  /** a². */
  public static Expr square(Expr a) {
    return Expr.of(Operator.SQUARE, a);
  }

  /** √a. */
  public static Expr sqrt(Expr a) {
    return Expr.of(Operator.SQRT, a);
  }

  /** |a|. */
  public static Expr absolute(Expr a) {
    return Expr.of(Operator.ABSOLUTE, a);
  }

  /** −1, 0 or 1 with the sign of a. */
  public static Expr sign(Expr a) {
    return Expr.of(Operator.SIGN, a);
  }

  /** The smaller of two. */
  public static Expr minimum(Expr a, Expr b) {
    return Expr.of(Operator.MINIMUM, a, b);
  }

  /** The larger of two; where they are equal, the slope is that of the second. */
  public static Expr maximum(Expr a, Expr b) {
    return Expr.of(Operator.MAXIMUM, a, b);
  }

  /** eᵃ. */
  public static Expr exp(Expr a) {
    return Expr.of(Operator.EXP, a);
  }

  /** eᵃ − 1, accurate near zero. */
  public static Expr expm1(Expr a) {
    return Expr.of(Operator.EXPM1, a);
  }

  /** ln a. */
  public static Expr log(Expr a) {
    return Expr.of(Operator.LOG, a);
  }

  /** ln(1 + a), accurate near zero. */
  public static Expr log1p(Expr a) {
    return Expr.of(Operator.LOG1P, a);
  }

  /** The hyperbolic tangent. */
  public static Expr tanh(Expr a) {
    return Expr.of(Operator.TANH, a);
  }

  /** max(a, 0). */
  public static Expr relu(Expr a) {
    return maximum(a, constant(0));
  }

  /** 1 / (1 + e⁻ᵃ). */
  public static Expr sigmoid(Expr a) {
    return Expr.of(Operator.SIGMOID, a);
  }

  /** ln(1 + eᵃ). */
  public static Expr softplus(Expr a) {
    return Expr.of(Operator.SOFTPLUS, a);
  }

  /** The error function. */
  public static Expr erf(Expr a) {
    return Expr.of(Operator.ERF, a);
  }

  /** The cosine of a in radians. */
  public static Expr cos(Expr a) {
    return Expr.of(Operator.COS, a);
  }

  /** The largest whole number not above a. */
  public static Expr floor(Expr a) {
    return Expr.of(Operator.FLOOR, a);
  }

  /** {@code whenTrue} where the condition holds, else {@code whenFalse}. */
  public static Expr select(Expr condition, Expr whenTrue, Expr whenFalse) {
    return Expr.select(condition, whenTrue, whenFalse);
  }
}
