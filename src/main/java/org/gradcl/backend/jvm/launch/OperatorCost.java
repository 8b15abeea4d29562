package org.gradcl.backend.jvm.launch;

import org.gradcl.expr.Operator;

/** How long an operator takes for an element, in additions, roughly: what sharing is decided by. */
final class OperatorCost {
  private OperatorCost() {}

  static int of(Operator operator) {
    return switch (operator) {
      case CONSTANT,
          VARIABLE,
          COLUMN,
          ADD,
          SUBTRACT,
          MULTIPLY,
          NEGATE,
          ABSOLUTE,
          SIGN,
          MINIMUM,
          MAXIMUM,
          SQUARE,
          FLOOR,
          GREATER,
          EQUAL,
          SELECT ->
          1;
      case DIVIDE, SQRT -> 4;
      case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS, ERF -> 12;
      case UNIFORM, COS -> 50;
    };
  }
}
