package org.gradcl.expr;

import java.util.Locale;
import java.util.stream.Collectors;

/** Writes an expression as a formula for people: messages, {@code explain} and documentation. */
final class Formula {
  private Formula() {}

  static String of(Expr e) {
    return switch (e.operator()) {
      case CONSTANT -> number(e.value());
      case VARIABLE -> e.name();
      case COLUMN -> "column";
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

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
