package org.gradcl.expr;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes an expression as a formula for people: messages, {@code explain} and documentation. */
final class Formula {
  /** More digits than people give; few computed numbers have so few. */
  private static final int GIVEN_DIGITS = 12;

  /** So many tell all floats apart. */
  private static final int FLOAT_DIGITS = 9;

  private Formula() {}

  static String of(Expr e) {
    return switch (e.operator()) {
      case CONSTANT -> number(e.value());
      case VARIABLE -> e.name();
      case INDEX -> "index(" + (int) e.value() + ")";
      case UNIFORM -> "uniform#" + (int) e.value();
      case ADD -> infix(e, " + ");
      case SUBTRACT -> infix(e, " - ");
      case MULTIPLY -> infix(e, " * ");
      case DIVIDE -> infix(e, " / ");
      case GREATER -> infix(e, " > ");
      case EQUAL -> infix(e, " = ");
      case NEGATE -> "-" + of(e.operand(0));
      case SQUARE -> of(e.operand(0)) + "^2";
      case SELECT ->
          "(" + of(e.operand(0)) + " ? " + of(e.operand(1)) + " : " + of(e.operand(2)) + ")";
      default ->
          e.operator().name().toLowerCase(Locale.ROOT)
              + e.operands().stream().map(Formula::of).collect(Collectors.joining(", ", "(", ")"));
    };
  }

  private static String infix(Expr e, String symbol) {
    return "(" + of(e.operand(0)) + symbol + of(e.operand(1)) + ")";
  }

  /**
   * A constant as it was given. One that needs more than twelve digits was not given but computed
   * (1 − 0.9 is 0.09999999999999998) or widened from a float: it is written with as few digits as
   * name the same float, which is what a device computes with.
   */
  private static String number(double value) {
    if (value == 0 && 1 / value < 0) {
      return "-0";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    float single = (float) value;
    boolean isFloat = single != 0 && Float.isFinite(single);
    return shortest(value, GIVEN_DIGITS, decimal -> decimal.doubleValue() == value)
        .or(
            () ->
                shortest(value, FLOAT_DIGITS, decimal -> isFloat && decimal.floatValue() == single))
        .orElseGet(() -> Double.toString(value));
  }

  /** Rounded to as few digits as will do; empty if so many don't. */
  private static Optional<String> shortest(
      double value, int mostDigits, Predicate<BigDecimal> isEnough) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits <= mostDigits; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (isEnough.test(rounded)) {
        return Optional.of(Double.toString(rounded.doubleValue()));
      }
    }
    return Optional.empty();
  }
}
