package org.gradcl.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Expr;

/**
 * An expression with the operands it really uses, each once, numbered in order; maps of nothing but
 * scalars are written into the expression.
 */
record OperandList(Expr expression, List<Value> operands) {

  static OperandList of(Expr expression, List<Value> operands) {
    Map<Expr, Expr> written = new HashMap<>();
    List<Value> sources = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      written.put(Operation.MapElements.variable(i), source(operands.get(i), sources));
    }
    Expr whole = expression.replaceAll(written);

    List<Value> kept = new ArrayList<>();
    Map<Expr, Expr> renumbered = new HashMap<>();
    for (String name : whole.variables()) {
      int index = Integer.parseInt(name.substring("source".length()));
      renumbered.put(Expr.variable(name), Operation.MapElements.variable(kept.size()));
      kept.add(sources.get(index));
    }
    return new OperandList(whole.replaceAll(renumbered), List.copyOf(kept));
  }

  /** What stands for a value: a fresh variable, or its expression where it is uniform. */
  private static Expr source(Value value, List<Value> sources) {
    if (value.operation() instanceof Operation.MapElements) {
      Operation.MapElements map = (Operation.MapElements) value.operation();
      boolean uniform =
          map.operands().stream().allMatch(operand -> operand.shape().rank() == 0)
              && !DrawsOrIndexes.in(map.expression());
      if (uniform) {
        Map<Expr, Expr> inner = new HashMap<>();
        for (int i = 0; i < map.operands().size(); i++) {
          inner.put(Operation.MapElements.variable(i), source(map.operands().get(i), sources));
        }
        return map.expression().replaceAll(inner);
      }
    }
    int known = sources.indexOf(value);
    if (known < 0) {
      sources.add(value);
      known = sources.size() - 1;
    }
    return Expr.variable("source" + known);
  }
}
