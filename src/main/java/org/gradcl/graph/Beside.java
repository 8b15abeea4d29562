package org.gradcl.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.Operation.Join.Part;
import org.gradcl.tensor.Shape;

/**
 * Values of one shape beside each other along an axis where each has one index: a slice of a join
 * that has them already, as the gradient of what a recurrence reads has those of its products; else
 * a new one.
 */
final class Beside {
  private record Located(Value join, List<Integer> offsets) {
    private Located {
      offsets = List.copyOf(offsets);
    }
  }

  private final Graph graph;
  private final Map<Value, List<Located>> places = new HashMap<>();

  private Beside(Graph graph) {
    this.graph = graph;
  }

  /** Looks at the joins of a graph. */
  static Beside of(Graph graph) {
    Beside beside = new Beside(graph);
    for (Value value : graph.values()) {
      if (value.operation() instanceof Operation.Join join) {
        for (Part part : join.parts()) {
          beside
              .places
              .computeIfAbsent(part.value(), each -> new ArrayList<>())
              .add(new Located(value, part.offsets()));
        }
      }
    }
    return beside;
  }

  /** The values in their order, along an axis in which each has an extent of 1. */
  Value join(List<Value> values, int axis) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      for (Part part : parts(values.get(i))) {
        List<Integer> offsets = new ArrayList<>(part.offsets());
        offsets.set(axis, i);
        parts.add(new Part(part.value(), offsets));
      }
    }
    int[] extents = values.get(0).shape().extents();
    extents[axis] = values.size();
    Shape whole = Shape.of(extents);
    for (Located first : places.getOrDefault(parts.get(0).value(), List.of())) {
      int[] shift = shift(parts.get(0), first);
      if (parts.stream().allMatch(part -> isAt(part, first.join(), shift))) {
        Value slice = first.join();
        for (int i = 0; i < shift.length; i++) {
          slice = Views.slice(slice, i, shift[i], shift[i] + extents[i]);
        }
        return slice;
      }
    }
    return graph.join(whole, parts);
  }

  /** What a value consists of: the parts of a join, or itself. */
  private static List<Part> parts(Value value) {
    return value.operation() instanceof Operation.Join join
        ? join.parts()
        : List.of(new Part(value, Collections.nCopies(value.shape().rank(), 0)));
  }

  private static int[] shift(Part part, Located there) {
    int[] shift = new int[part.offsets().size()];
    for (int i = 0; i < shift.length; i++) {
      shift[i] = there.offsets().get(i) - part.offsets().get(i);
    }
    return shift;
  }

  private boolean isAt(Part part, Value join, int[] shift) {
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < shift.length; i++) {
      offsets.add(part.offsets().get(i) + shift[i]);
    }
    return places.getOrDefault(part.value(), List.of()).contains(new Located(join, offsets));
  }
}
