package org.gradcl.io;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.text.NamePattern;

/**
 * The axes of some tensors in another order, or without those of extent 1.
 *
 * @param pattern of the tensors' names
 * @param order axis j of the result is axis order[j] of the tensor; empty where axes of extent 1 go
 */
record AxisRule(NamePattern pattern, List<Integer> order) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it is no permutation
   */
  AxisRule {
    order = List.copyOf(order);
    if (!order.stream()
        .sorted()
        .toList()
        .equals(IntStream.range(0, order.size()).boxed().toList())) {
      throw new IllegalArgumentException(
          String.format(
              "permute takes each axis once, counted from 0, found %s for '%s'",
              order, pattern.text()));
    }
  }

  /**
   * The order of the axes that stay.
   *
   * @throws IllegalArgumentException if the tensor has another number of axes than the rule
   */
  private int[] axes(String name, long[] extents) {
    if (order.isEmpty()) {
      return IntStream.range(0, extents.length).filter(axis -> extents[axis] != 1).toArray();
    }
    if (order.size() != extents.length) {
      throw new IllegalArgumentException(
          String.format(
              "its tensor '%s' has the %d axes %s, the rule %s those of %d",
              name, extents.length, Arrays.toString(extents), this, order.size()));
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  long[] extents(String name, long[] extents) {
    return Arrays.stream(axes(name, extents)).mapToLong(axis -> extents[axis]).toArray();
  }

  HostTensor apply(HostTensor tensor) {
    int[] before = tensor.shape().extents();
    int[] axes = axes(tensor.name(), Arrays.stream(before).asLongStream().toArray());
    int[] strides = strides(before);
    int[] extents = Arrays.stream(axes).map(axis -> before[axis]).toArray();
    int[] steps = Arrays.stream(axes).map(axis -> strides[axis]).toArray();
    float[] from = tensor.floats();
    float[] to = new float[from.length];
    int[] place = new int[extents.length];
    int at = 0;
    for (int i = 0; i < to.length; i++) {
      to[i] = from[at];
      // The next place in row-major order, the last axis first.
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        at += steps[axis];
        if (++place[axis] < extents[axis]) {
          break;
        }
        at -= steps[axis] * extents[axis];
        place[axis] = 0;
      }
    }
    return HostTensor.of(tensor.name(), Shape.of(extents), to);
  }

  private static int[] strides(int[] extents) {
    int[] strides = new int[extents.length];
    int stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /** For example {@code permute("head.weight", 1, 0)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(order.isEmpty() ? "squeeze" : "permute");
    text.append("(\"").append(pattern.text()).append('"');
    order.forEach(axis -> text.append(", ").append(axis));
    return text.append(')').toString();
  }
}
