package org.gradcl.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.tensor.Shape;

/**
 * A stored value, read at an index that depends on the axes of a product's domain. An axis of the
 * domain that no index depends on repeats what is read. Immutable.
 *
 * @param value what is read
 * @param indices one for each axis of the value
 */
public record IndexedValue(Value value, List<AxisIndex> indices) {
  /**
   * Copies the list; ends of windows are cut to the axes.
   *
   * @throws IllegalArgumentException if there is not one index for each axis of the value, or two
   *     views go along one axis of the domain
   */
  public IndexedValue {
    Shape shape = value.shape();
    if (indices.size() != shape.rank()) {
      throw new IllegalArgumentException(
          String.format(
              "'%s' %s needs an index for each of its %d axes, found %d",
              value.label(), shape, shape.rank(), indices.size()));
    }
    List<AxisIndex> within = new ArrayList<>();
    Set<Integer> along = new HashSet<>();
    for (int i = 0; i < indices.size(); i++) {
      AxisIndex index = indices.get(i);
      within.add(index instanceof AxisIndex.Window window ? window.within(shape.extent(i)) : index);
      if (index instanceof AxisIndex.Along view && !along.add(view.axis())) {
        throw new IllegalArgumentException(
            String.format(
                "'%s' %s is read twice along one axis of the product, a diagonal, by %s; copy the"
                    + " diagonal first",
                value.label(), shape, indices));
      }
    }
    indices = List.copyOf(within);
  }

  /** A value whose axes are read whole, each along an axis of the domain. */
  public static IndexedValue along(Value value, int... axes) {
    List<AxisIndex> indices = new ArrayList<>();
    for (int axis : axes) {
      indices.add(AxisIndex.along(axis));
    }
    return new IndexedValue(value, indices);
  }

  /** Whether an index depends on an axis of the domain. */
  public boolean dependsOn(int axis) {
    return indices.stream().anyMatch(index -> index.axes().contains(axis));
  }

  /** Whether a window reads along an axis of the domain. */
  boolean readsByWindow(int axis) {
    return indices.stream()
        .anyMatch(index -> index instanceof AxisIndex.Window && index.axes().contains(axis));
  }
}
