package org.gradcl.expr;

/**
 * The closed set of scalar operators.
 *
 * <p>Every visitor (derivative, float64 evaluation, each backend's printer or interpreter) switches
 * over this enum exhaustively, so that the compiler lists what a new operator lacks. Functions
 * whose stable formula does not survive symbolic differentiation ({@link #SIGMOID}, {@link
 * #SOFTPLUS}, {@link #TANH}, {@link #ERF}, {@link #EXPM1}, {@link #LOG1P}) are operators with a
 * rule of their own in {@link Derivative}.
 */
public enum Operator {
  /** A number known when the expression is built. */
  CONSTANT(0),
  /** A named number known when the expression is evaluated. */
  VARIABLE(0),
  /** The index of the element along one axis of the domain, as a number. */
  INDEX(0),
  /**
   * A random number in [0, 1), a function of the random key, the operation's number, the step, the
   * row and the column of the element. Its derivative is zero.
   */
  UNIFORM(0),
  /** a + b. */
  ADD(2),
  /** a − b. */
  SUBTRACT(2),
  /** a · b. */
  MULTIPLY(2),
  /** a / b. */
  DIVIDE(2),
  /** −a. */
  NEGATE(1),
  /** |a|. */
  ABSOLUTE(1),
  /** −1, 0 or 1 with the sign of a. */
  SIGN(1),
  /** The smaller of a and b; NaN if either is. */
  MINIMUM(2),
  /** The larger of a and b; NaN if either is. */
  MAXIMUM(2),
  /** a². */
  SQUARE(1),
  /** √a. */
  SQRT(1),
  /** eᵃ. */
  EXP(1),
  /** eᵃ − 1, accurate near zero. */
  EXPM1(1),
  /** ln a. */
  LOG(1),
  /** ln(1 + a), accurate near zero. */
  LOG1P(1),
  /** The hyperbolic tangent. */
  TANH(1),
  /** 1 / (1 + e⁻ᵃ). */
  SIGMOID(1),
  /** ln(1 + eᵃ) = max(a, 0) + ln(1 + e^−|a|), without overflow. */
  SOFTPLUS(1),
  /** The error function, 2/√π ∫₀ᵃ e^(−t²) dt. */
  ERF(1),
  /** The cosine of a in radians. */
  COS(1),
  /** The largest whole number not above a. Its derivative is taken as zero. */
  FLOOR(1),
  /** The condition a &gt; b. */
  GREATER(2),
  /** The condition a = b. */
  EQUAL(2),
  /** b where the condition a holds, else c: a real choice, never a product with a mask. */
  SELECT(3);

  private final int arity;

  Operator(int arity) {
    this.arity = arity;
  }

  /** The number of operands. */
  public int arity() {
    return arity;
  }

  /** Whether the result is a condition, which only {@link #SELECT} takes, as its first operand. */
  public boolean isCondition() {
    return this == GREATER || this == EQUAL;
  }
}
