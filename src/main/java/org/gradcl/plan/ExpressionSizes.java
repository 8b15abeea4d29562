package org.gradcl.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.graph.Operation;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.Value;

/**
 * How large the expressions of launches become as values are fused, written out: a value that is
 * used twice stands there twice. Bounds what a launch computes, since a long chain of maps would be
 * one expression as deep as the chain, and twice as long with each operand that is used twice.
 */
final class ExpressionSizes {
  /** Operators of a value's expression, written out; those of usual layers have some dozens. */
  private static final long MOST_OPERATORS = 2000;

  /** Members of a launch, since each may need arguments of its own. */
  private static final int MOST_MEMBERS = 128;

  private final Map<Value, Long> sizes = new HashMap<>();

  /** Whether a launch stays small enough with a value. */
  boolean fits(Group group, Value value) {
    return group.members().size() < MOST_MEMBERS && size(group, value) <= MOST_OPERATORS;
  }

  /** Notes that a launch computes a value from now on. */
  void join(Group group, Value value) {
    sizes.put(value, size(group, value));
  }

  private long size(Group group, Value value) {
    if (value.operation() instanceof Operation.MapElements map) {
      return size(map.expression(), map.operands(), group);
    }
    if (value.operation() instanceof Operation.Rows rows) {
      long size = size(rows.program().output(), rows.operands(), group);
      for (RowProgram.RowReduction reduction : rows.program().reductions()) {
        size += size(reduction.element(), rows.operands(), group);
      }
      return size;
    }
    return 1;
  }

  private long size(Expr expression, List<Value> operands, Group group) {
    if (expression.operator() == Operator.VARIABLE) {
      for (int i = 0; i < operands.size(); i++) {
        if (expression.equals(Operation.MapElements.variable(i))) {
          boolean within = group.members().contains(operands.get(i));
          return within ? sizes.get(operands.get(i)) : 1;
        }
      }
    }
    long size = 1;
    for (Expr operand : expression.operands()) {
      size += size(operand, operands, group);
    }
    return size;
  }
}
