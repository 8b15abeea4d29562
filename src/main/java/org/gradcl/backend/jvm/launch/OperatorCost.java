package org.gradcl.backend.jvm.launch;

import org.gradcl.expr.Operator;

/**
 * The rough cost of an operator for one element, in additions. A launch is shared between threads
 * if its cost is large enough.
 */
final class OperatorCost {
  private OperatorCost() {}

  static int of(Operator operator) {
    return switch (operator) {
      case CONSTANT,
          VARIABLE,
          INDEX,
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
