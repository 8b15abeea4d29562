package org.gradcl.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the values that are needed. */
final class Liveness {
  private Liveness() {}

  /** The roots and everything they depend on, operands before their users. */
  static List<Value> of(Collection<Value> roots) {
    Set<Value> seen = new HashSet<>(roots);
    Deque<Value> open = new ArrayDeque<>(seen);
    // Not by recursion: a chain of operations may be longer than a stack is deep.
    while (!open.isEmpty()) {
      for (Value operand : open.pop().operation().operands()) {
        if (seen.add(operand)) {
          open.push(operand);
        }
      }
    }
    return seen.stream().sorted(Comparator.comparingInt(Value::number)).toList();
  }
}
