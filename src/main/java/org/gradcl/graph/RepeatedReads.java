package org.gradcl.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.gradcl.expr.Expr;
import org.gradcl.tensor.Shape;

/**
 * Values that several maps read alike, each repeated over the same domain, as the steps of a
 * recurrence do a bias: what they add to the gradient is added up before it is summed over the axes
 * along which the value was repeated, so that there is one such sum.
 */
final class RepeatedReads {
  private record Use(IndexedValue read, Shape domain) {}

  private final Graph graph;
  private final Map<Use, Integer> counts = new HashMap<>();
  private final Map<Value, Map<Use, Value>> sums = new HashMap<>();

  /** Counts the reads of values. */
  RepeatedReads(Graph graph, List<Value> values) {
    this.graph = graph;
    for (Value value : values) {
      if (value.operation() instanceof Operation.MapElements map) {
        map.reads().forEach(read -> counts.merge(new Use(read, value.shape()), 1, Integer::sum));
      }
    }
  }

  /** Whether a read over a domain is one of several alike, and repeats what it reads. */
  boolean takes(IndexedValue read, Shape domain) {
    boolean repeats = false;
    for (int axis = 0; axis < domain.rank(); axis++) {
      repeats |= !read.dependsOn(axis);
    }
    return repeats && counts.get(new Use(read, domain)) > 1;
  }

  /** Takes note of what one of them adds to the gradient, a number for each index of the domain. */
  void add(IndexedValue read, Value contribution) {
    sums.computeIfAbsent(read.value(), value -> new LinkedHashMap<>())
        .merge(
            new Use(read, contribution.shape()),
            contribution,
            (before, more) -> graph.map(before, more, Expr::plus));
  }

  /** Tells how a value was read, and what was added up for each way. */
  void of(Value value, BiConsumer<IndexedValue, Value> found) {
    Map<Use, Value> noted = sums.remove(value);
    if (noted != null) {
      noted.forEach((use, sum) -> found.accept(use.read(), sum));
    }
  }
}
