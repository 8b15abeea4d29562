package org.gradcl.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.gradcl.tensor.Shape;

/**
 * A stored value, read at an index that depends on the axes of a domain. An axis of the domain that
 * no index depends on repeats what is read. Immutable.
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

  /** A value as it is, over a domain that begins with its axes. */
  public static IndexedValue whole(Value value) {
    return along(value, IntStream.range(0, value.shape().rank()).toArray());
  }

  /**
   * A value repeated over a domain by NumPy's rule: axes are compared from the last on; one that is
   * missing, or has an extent of 1 where the domain has another, is repeated. Empty if it does not
   * fit.
   */
  static Optional<IndexedValue> repeated(Value value, Shape domain) {
    Shape shape = value.shape();
    int missing = domain.rank() - shape.rank();
    List<AxisIndex> indices = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      if (missing < 0) {
        return Optional.empty();
      } else if (shape.extent(i) == domain.extent(missing + i)) {
        indices.add(AxisIndex.along(missing + i));
      } else if (shape.extent(i) == 1) {
        indices.add(new AxisIndex.Fixed(0));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new IndexedValue(value, indices));
  }

  /** Whether each index of a domain of this shape reads the number at the same index. */
  public boolean isWhole(Shape domain) {
    return value.shape().equals(domain) && equals(whole(value));
  }

  /**
   * The same numbers, read where a view of another value reads them. A view of a view is one.
   *
   * @return this if the value is no view
   */
  IndexedValue throughViews() {
    IndexedValue read = this;
    while (read.value.operation() instanceof Operation.MapElements map && map.isView()) {
      IndexedValue inner = map.reads().get(0);
      List<AxisIndex> composed = new ArrayList<>();
      for (AxisIndex index : inner.indices()) {
        composed.add(
            index instanceof AxisIndex.Along along
                ? along.after(read.indices.get(along.axis()))
                : index);
      }
      read = new IndexedValue(inner.value, composed);
    }
    return read;
  }

  /**
   * The same numbers, read where they lie: as {@link #throughViews}, unless a window would have to
   * end within what a view shows, or moves over what a view repeats.
   */
  IndexedValue whereItLies() {
    IndexedValue read = throughViews();
    return read.hasBoundedWindow() || read.windows() < windows() ? this : read;
  }

  private long windows() {
    return indices.stream().filter(AxisIndex.Window.class::isInstance).count();
  }

  /** Whether it is read by a window, which may leave it out. */
  public boolean hasWindow() {
    return windows() > 0;
  }

  /** Whether each of the value's axes is read whole, along one of a domain. */
  boolean readsWholeAxes(Shape domain) {
    for (int i = 0; i < indices.size(); i++) {
      boolean whole =
          indices.get(i) instanceof AxisIndex.Along along
              && along.step() == 1
              && domain.extent(along.axis()) == value.shape().extent(i);
      if (!whole) {
        return false;
      }
    }
    return true;
  }

  /** Whether an index depends on an axis of the domain. */
  public boolean dependsOn(int axis) {
    return indices.stream().anyMatch(index -> index.axes().contains(axis));
  }

  /** Whether a window is bounded within its axis: no gradient is taken of it. */
  boolean hasBoundedWindow() {
    for (int i = 0; i < indices.size(); i++) {
      if (indices.get(i) instanceof AxisIndex.Window window
          && !window.readsWhole(value.shape().extent(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a window reads along an axis of the domain. */
  boolean readsByWindow(int axis) {
    return indices.stream()
        .anyMatch(index -> index instanceof AxisIndex.Window && index.axes().contains(axis));
  }
}
