package org.gradcl.expr;

/**
 * Local simplification of a node whose operands are simplified already.
 *
 * <p>Only identities that hold for every operand are used, zeros, infinities and NaN among them, so
 * that a simplified expression has the value of the original one up to rounding, and nothing that
 * went wrong is hidden: 0 · x is not 0 where x is NaN. (What the chain rule may leave out is said
 * in {@link Derivative}.) Constants are folded in float64 and brought to the front of products,
 * whose other factors may then overflow together where x · (c · y) would not: to an infinity, which
 * stops a training step. The sign of a zero may change.
 */
final class Simplifier {
  private Simplifier() {}

  static Expr simplify(Expr e) {
    if (allConstant(e) && !e.operator().isCondition() && e.operator() != Operator.SELECT) {
      return Expr.constant(ScalarFunctions.apply(e.operator(), values(e)));
    }
    return switch (e.operator()) {
      case ADD -> add(e, e.operand(0), e.operand(1));
      case SUBTRACT -> subtract(e, e.operand(0), e.operand(1));
      case MULTIPLY -> multiply(e, e.operand(0), e.operand(1));
      case DIVIDE -> divide(e, e.operand(0), e.operand(1));
      case NEGATE -> negate(e, e.operand(0));
      case SQUARE, ABSOLUTE ->
          e.operand(0).operator() == Operator.NEGATE
              ? Expr.of(e.operator(), e.operand(0).operand(0))
              : e;
      case SELECT -> e.operand(1).equals(e.operand(2)) ? e.operand(1) : e;
      default -> e;
    };
  }

  private static boolean allConstant(Expr e) {
    for (Expr operand : e.operands()) {
      if (!operand.isConstant()) {
        return false;
      }
    }
    return true;
  }

  private static double[] values(Expr e) {
    return e.operands().stream().mapToDouble(Expr::value).toArray();
  }

  private static Expr add(Expr e, Expr a, Expr b) {
    if (a.isConstant(0)) {
      return b;
    }
    if (b.isConstant(0)) {
      return a;
    }
    if (b.operator() == Operator.NEGATE) {
      return a.minus(b.operand(0));
    }
    if (a.operator() == Operator.NEGATE) {
      return b.minus(a.operand(0));
    }
    return a.equals(b) ? Expr.constant(2).times(a) : e;
  }

  private static Expr subtract(Expr e, Expr a, Expr b) {
    if (b.isConstant(0)) {
      return a;
    }
    if (a.isConstant(0)) {
      return b.negate();
    }
    return b.operator() == Operator.NEGATE ? a.plus(b.operand(0)) : e;
  }

  private static Expr multiply(Expr e, Expr a, Expr b) {
    if (a.isConstant(1)) {
      return b;
    }
    if (b.isConstant(1)) {
      return a;
    }
    if (b.isConstant()) {
      return b.times(a);
    }
    if (a.isConstant(-1)) {
      return b.negate();
    }
    if (a.operator() == Operator.NEGATE) {
      return a.operand(0).times(b).negate();
    }
    if (b.operator() == Operator.NEGATE) {
      return a.times(b.operand(0)).negate();
    }
    if (a.isConstant() && startsWithConstant(b)) {
      return Expr.constant(a.value() * b.operand(0).value()).times(b.operand(1));
    }
    if (!a.isConstant() && startsWithConstant(b)) {
      return b.operand(0).times(a.times(b.operand(1)));
    }
    if (startsWithConstant(a)) {
      return a.operand(0).times(a.operand(1).times(b));
    }
    return e;
  }

  private static boolean startsWithConstant(Expr e) {
    return e.operator() == Operator.MULTIPLY && e.operand(0).isConstant();
  }

  private static Expr divide(Expr e, Expr a, Expr b) {
    if (b.isConstant(1)) {
      return a;
    }
    if (b.isConstant()) {
      return Expr.constant(1 / b.value()).times(a);
    }
    return e;
  }

  private static Expr negate(Expr e, Expr a) {
    return switch (a.operator()) {
      case NEGATE -> a.operand(0);
      case SUBTRACT -> a.operand(1).minus(a.operand(0));
      case MULTIPLY ->
          a.operand(0).isConstant() ? Expr.constant(-a.operand(0).value()).times(a.operand(1)) : e;
      default -> e;
    };
  }
}
