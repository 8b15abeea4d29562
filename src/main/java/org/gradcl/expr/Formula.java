package org.gradcl.expr;

import java.util.Locale;
import java.util.stream.Collectors;

/** Writes an expression as a formula for people: messages, {@code explain} and documentation. */
final class Formula {
  private Formula() {}

  static String of(Expr e) {
    switch (e.operator()) {
      case CONSTANT:
        return number(e.value());
      case VARIABLE:
        return e.name();
      case COLUMN:
        return "column";
      case UNIFORM:
        return "uniform#" + (int) e.value();
      case ADD:
        return infix(e, " + ");
      case SUBTRACT:
        return infix(e, " - ");
      case MULTIPLY:
        return infix(e, " * ");
      case DIVIDE:
        return infix(e, " / ");
      case GREATER:
        return infix(e, " > ");
      case EQUAL:
        return infix(e, " = ");
      case NEGATE:
        return "-" + of(e.operand(0));
      case SQUARE:
        return of(e.operand(0)) + "^2";
      case SELECT:
        return "(" + of(e.operand(0)) + " ? " + of(e.operand(1)) + " : " + of(e.operand(2)) + ")";
      default:
        return e.operator().name().toLowerCase(Locale.ROOT)
            + e.operands().stream().map(Formula::of).collect(Collectors.joining(", ", "(", ")"));
    }
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
