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
 * scalars are written into the expressions, and what is a view is read where it lies. Variables
 * that stand for no operand (the results of reductions) are left alone. An operand that is read by
 * a window is kept in any case, since it says what is left out.
 */
record OperandList(List<Expr> expressions, List<IndexedValue> operands) {
  OperandList {
    expressions = List.copyOf(expressions);
    operands = List.copyOf(operands);
  }

  /** The list of a map. */
  static OperandList of(List<Expr> expressions, List<IndexedValue> operands) {
    return of(expressions, operands, false);
  }

  /** The list of reductions: operands that are read by windows say what is left out, and stay. */
  static OperandList ofReductions(List<Expr> expressions, List<IndexedValue> operands) {
    return of(expressions, operands, true);
  }

  private static OperandList of(
      List<Expr> expressions, List<IndexedValue> operands, boolean withWindows) {
    Map<Expr, Expr> written = new HashMap<>();
    List<IndexedValue> sources = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      written.put(Operation.MapElements.variable(i), source(operands.get(i), sources));
    }
    List<Expr> whole = expressions.stream().map(e -> e.replaceAll(written)).toList();
    Set<String> used = new LinkedHashSet<>();
    whole.forEach(e -> used.addAll(e.variables()));

    List<IndexedValue> kept = new ArrayList<>();
    Map<Expr, Expr> renumbered = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      Expr placeholder = placeholder(i);
      boolean leavesOut = withWindows && sources.get(i).hasWindow();
      if (leavesOut || used.contains(placeholder.name())) {
        renumbered.put(placeholder, Operation.MapElements.variable(kept.size()));
        kept.add(sources.get(i));
      }
    }
    return new OperandList(whole.stream().map(e -> e.replaceAll(renumbered)).toList(), kept);
  }

  private static Expr placeholder(int i) {
    return Expr.variable("source" + i);
  }

  /** What stands for an operand: a fresh variable, or its expression where it is uniform. */
  private static Expr source(IndexedValue operand, List<IndexedValue> sources) {
    if (operand.value().operation() instanceof Operation.MapElements map && !operand.hasWindow()) {
      boolean uniform =
          map.reads().stream().allMatch(read -> read.value().shape().rank() == 0)
              && !map.expression().dependsOnPlace();
      if (uniform) {
        Map<Expr, Expr> inner = new HashMap<>();
        for (int i = 0; i < map.reads().size(); i++) {
          inner.put(Operation.MapElements.variable(i), source(map.reads().get(i), sources));
        }
        return map.expression().replaceAll(inner);
      }
    }
    IndexedValue read = operand.whereItLies();
    int known = sources.indexOf(read);
    if (known < 0) {
      sources.add(read);
      known = sources.size() - 1;
    }
    return placeholder(known);
  }
}
