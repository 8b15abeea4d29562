package org.gradcl.expr;

import static org.gradcl.expr.Operator.COS;
import static org.gradcl.expr.Operator.EXP;
import static org.gradcl.expr.Operator.SIGMOID;
import static org.gradcl.expr.Operator.SIGN;
import static org.gradcl.expr.Operator.SQUARE;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The symbolic derivative by the chain rule: one rule an operator, stated once, for every backend.
 *
 * <p>Where a rule can be written with the expression itself (tanh′ = 1 − tanh², max by comparing
 * with its own result), it is, so that what is kept for the backward pass is the activation and not
 * its argument (see {@code Gradients} in {@code graph}).
 */
final class Derivative {
  private final Expr variable;
  private final Map<Expr, Expr> known = new HashMap<>();

  private Derivative(Expr variable) {
    this.variable = variable;
  }

  static Expr of(Expr e, Expr variable) {
    if (variable.operator() != Operator.VARIABLE) {
      throw new IllegalArgumentException("A derivative is taken by a variable, found " + variable);
    }
    return new Derivative(variable).of(e);
  }

  private Expr of(Expr e) {
    Expr derivative = known.get(e);
    if (derivative == null) {
      derivative = rule(e);
      known.put(e, derivative);
    }
    return derivative;
  }

  private Expr rule(Expr e) {
    return switch (e.operator()) {
      case CONSTANT, INDEX, UNIFORM, FLOOR, SIGN -> Expr.constant(0);
      case VARIABLE -> Expr.constant(e.equals(variable) ? 1 : 0);
      case ADD -> of(e.operand(0)).plus(of(e.operand(1)));
      case SUBTRACT -> of(e.operand(0)).minus(of(e.operand(1)));
      case MULTIPLY ->
          product(of(e.operand(0)), e.operand(1)).plus(product(e.operand(0), of(e.operand(1))));
      case DIVIDE -> quotient(of(e.operand(0)).minus(product(e, of(e.operand(1)))), e.operand(1));
      case NEGATE -> of(e.operand(0)).negate();
      case MINIMUM ->
          // Where both are equal, the second: PyTorch's relu has slope 0 at 0, too.
          Expr.select(e.operand(1).greater(e), of(e.operand(0)), of(e.operand(1)));
      case MAXIMUM -> Expr.select(e.greater(e.operand(1)), of(e.operand(0)), of(e.operand(1)));
      case SELECT -> Expr.select(e.operand(0), of(e.operand(1)), of(e.operand(2)));
      case GREATER, EQUAL ->
          throw new IllegalArgumentException("A condition has no derivative: " + e);
      case ABSOLUTE -> chain(e, a -> Expr.of(SIGN, a));
      case SQUARE -> chain(e, a -> a.times(2));
      case SQRT -> chain(e, a -> Expr.constant(0.5).over(e));
      case EXP -> chain(e, a -> e);
      case EXPM1 -> chain(e, a -> Expr.of(EXP, a));
      case LOG -> chain(e, a -> Expr.constant(1).over(a));
      case LOG1P -> chain(e, a -> Expr.constant(1).over(a.plus(1)));
      case TANH -> chain(e, a -> Expr.constant(1).minus(Expr.of(SQUARE, e)));
      case SIGMOID -> chain(e, a -> e.times(Expr.constant(1).minus(e)));
      case SOFTPLUS -> chain(e, a -> Expr.of(SIGMOID, a));
      case ERF -> chain(e, Derivative::slopeOfErf);
      case COS -> chain(e, a -> Expr.of(COS, a.minus(Math.PI / 2)).negate());
    };
  }

  /**
   * A product of the chain rule. A constant zero in it says that nothing depends on the variable:
   * the other factor has no part in the slope, even where it is infinite or NaN. Likewise g · (c ?
   * 1 : 0) becomes (c ? g : 0).
   */
  static Expr product(Expr a, Expr b) {
    if (a.isConstant(0) || b.isConstant(0)) {
      return Expr.constant(0);
    }
    if (a.operator() == Operator.NEGATE) {
      return product(a.operand(0), b).negate();
    }
    if (isChoiceOfConstants(b)) {
      return Expr.select(b.operand(0), product(a, b.operand(1)), product(a, b.operand(2)));
    }
    if (isChoiceOfConstants(a)) {
      return Expr.select(a.operand(0), product(a.operand(1), b), product(a.operand(2), b));
    }
    return a.times(b);
  }

  private static boolean isChoiceOfConstants(Expr e) {
    return e.operator() == Operator.SELECT
        && e.operand(1).isConstant()
        && e.operand(2).isConstant();
  }

  private static Expr quotient(Expr a, Expr b) {
    return a.isConstant(0) ? a : a.over(b);
  }

  /** The chain rule for a function of one operand, given its slope at that operand. */
  private Expr chain(Expr e, UnaryOperator<Expr> slope) {
    Expr operand = e.operand(0);
    return product(slope.apply(operand), of(operand));
  }

  private static Expr slopeOfErf(Expr a) {
    return Expr.constant(2 / Math.sqrt(Math.PI)).times(Expr.of(EXP, Expr.of(SQUARE, a).negate()));
  }
}
