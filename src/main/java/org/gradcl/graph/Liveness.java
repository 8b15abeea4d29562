package org.gradcl.graph;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the values that are needed. */
final class Liveness {
  private Liveness() {}

  /** The roots and everything they depend on, operands before their users. */
  static List<Value> of(Collection<Value> roots) {
    Set<Value> seen = new HashSet<>();
    roots.forEach(root -> visit(root, seen));
    return seen.stream().sorted(Comparator.comparingInt(Value::number)).toList();
  }

  private static void visit(Value value, Set<Value> seen) {
    if (seen.add(value)) {
      value.operation().operands().forEach(operand -> visit(operand, seen));
    }
  }
}
