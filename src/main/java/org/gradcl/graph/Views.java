package org.gradcl.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.tensor.Shape;

/**
 * A value's numbers in another order, or some of them: NumPy's transposition, slices, reversal and
 * broadcast. What reads a view reads where the value lies; a view is copied only where it is asked
 * for by name, reshaped, or a window ends within it.
 *
 * <p>It appends to the value's graph, and is for one thread as that is. Axes are counted from 0,
 * the outermost; an axis or an index that is not there is a {@link ShapeMismatchException}, which
 * names the current scope.
 */
public final class Views {
  private Views() {}

  /**
   * The axes in another order: axis i of the result is axis {@code axes[i]} of the value.
   *
   * @param axes each axis once
   */
  public static Value permute(Value value, int... axes) {
    Shape shape = value.shape();
    Set<Integer> seen = new HashSet<>();
    int[] extents = new int[axes.length];
    AxisIndex[] indices = new AxisIndex[shape.rank()];
    for (int i = 0; i < axes.length; i++) {
      requireAxis(value, axes[i]);
      seen.add(axes[i]);
      extents[i] = shape.extent(axes[i]);
      indices[axes[i]] = AxisIndex.along(i);
    }
    if (axes.length != shape.rank() || seen.size() != axes.length) {
      throw refused(value, "a permutation names each axis once, found " + Arrays.toString(axes));
    }
    return view(Shape.of(extents), value, List.of(indices));
  }

  /**
   * The indices from start to end − 1 of one axis.
   *
   * @param start from 0
   * @param end above start, at most the extent
   */
  public static Value slice(Value value, int axis, int start, int end) {
    requireAxis(value, axis);
    int extent = value.shape().extent(axis);
    if (start < 0 || end <= start || end > extent) {
      throw refused(
          value,
          String.format(
              "axis %d has the indices 0 to %d, asked for %d to %d",
              axis, extent - 1, start, end - 1));
    }
    int[] extents = value.shape().extents();
    extents[axis] = end - start;
    List<AxisIndex> indices = whole(value);
    indices.set(axis, new AxisIndex.Along(axis, start, 1));
    return view(Shape.of(extents), value, indices);
  }

  /** One index of an axis; the result lacks the axis. */
  public static Value select(Value value, int axis, int index) {
    Value slice = slice(value, axis, index, index + 1);
    List<AxisIndex> indices = new ArrayList<>();
    int[] extents = new int[value.shape().rank() - 1];
    for (int i = 0; i < value.shape().rank(); i++) {
      int to = i < axis ? i : i - 1;
      indices.add(i == axis ? new AxisIndex.Fixed(0) : AxisIndex.along(to));
      if (i != axis) {
        extents[to] = value.shape().extent(i);
      }
    }
    return view(Shape.of(extents), slice, indices);
  }

  /** One axis in the reverse order. */
  public static Value reverse(Value value, int axis) {
    requireAxis(value, axis);
    List<AxisIndex> indices = whole(value);
    indices.set(axis, new AxisIndex.Along(axis, value.shape().extent(axis) - 1, -1));
    return view(value.shape(), value, indices);
  }

  /** The value repeated over a shape, by NumPy's rule. */
  public static Value broadcast(Value value, Shape shape) {
    return value.graph().map(shape, Operation.MapElements.variable(0), List.of(value));
  }

  private static Value view(Shape shape, Value value, List<AxisIndex> indices) {
    return value
        .graph()
        .mapViews(
            shape, Operation.MapElements.variable(0), List.of(new IndexedValue(value, indices)));
  }

  private static List<AxisIndex> whole(Value value) {
    return new ArrayList<>(IndexedValue.whole(value).indices());
  }

  private static void requireAxis(Value value, int axis) {
    int rank = value.shape().rank();
    if (axis < 0 || axis >= rank) {
      throw refused(value, "there are the axes 0 to " + (rank - 1) + ", asked for " + axis);
    }
  }

  private static ShapeMismatchException refused(Value value, String rule) {
    String scope = value.graph().scope();
    return new ShapeMismatchException(
        (scope.isEmpty() ? "" : scope + ": ")
            + "'"
            + value.label()
            + "' is "
            + value.shape()
            + ": "
            + rule);
  }
}
