package org.gradcl.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradcl.expr.Expr;

/**
 * Expressions with the operands they really use, each once, numbered in order; maps of nothing but
 * scalars are written into the expressions. Variables that stand for no operand (the results of
 * reductions) are left alone.
 */
record OperandList(List<Expr> expressions, List<Value> operands) {
  OperandList {
    expressions = List.copyOf(expressions);
    operands = List.copyOf(operands);
  }

  static OperandList of(List<Expr> expressions, List<Value> operands) {
    Map<Expr, Expr> written = new HashMap<>();
    List<Value> sources = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      written.put(Operation.MapElements.variable(i), source(operands.get(i), sources));
    }
    List<Expr> whole = expressions.stream().map(e -> e.replaceAll(written)).toList();
    Set<String> used = new LinkedHashSet<>();
    whole.forEach(e -> used.addAll(e.variables()));

    List<Value> kept = new ArrayList<>();
    Map<Expr, Expr> renumbered = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      Expr placeholder = placeholder(i);
      if (used.contains(placeholder.name())) {
        renumbered.put(placeholder, Operation.MapElements.variable(kept.size()));
        kept.add(sources.get(i));
      }
    }
    return new OperandList(whole.stream().map(e -> e.replaceAll(renumbered)).toList(), kept);
  }

  private static Expr placeholder(int i) {
    return Expr.variable("source" + i);
  }

  /** What stands for a value: a fresh variable, or its expression where it is uniform. */
  private static Expr source(Value value, List<Value> sources) {
    if (value.operation() instanceof Operation.MapElements) {
      Operation.MapElements map = (Operation.MapElements) value.operation();
      boolean uniform =
          map.operands().stream().allMatch(operand -> operand.shape().rank() == 0)
              && !map.expression().dependsOnPlace();
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
    return placeholder(known);
  }
}
