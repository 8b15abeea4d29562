package org.gradcl.graph;

import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;

/** Whether an expression differs by element though no operand does. */
final class DrawsOrIndexes {
  private DrawsOrIndexes() {}

  static boolean in(Expr expression) {
    return expression.operator() == Operator.UNIFORM
        || expression.operator() == Operator.COLUMN
        || expression.operands().stream().anyMatch(DrawsOrIndexes::in);
  }
}
