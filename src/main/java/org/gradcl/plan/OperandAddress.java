package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.IndexedValue;
import org.gradcl.tensor.Shape;

/**
 * The address of an operand's numbers as a sum over the axes of a domain, and over the windows that
 * are left when those that never leave their axis have become strides.
 */
final class OperandAddress {
  /** A window of a stored axis, with a factor for each axis of the domain. */
  private record StoredWindow(int extent, int stride, int start, int divisor, int[] factors) {}

  private final int[] extents;
  private final int[] strides;
  private final List<StoredWindow> windows = new ArrayList<>();
  private int base;

  /**
   * An address.
   *
   * @param extents of the axes of the domain
   */
  OperandAddress(int[] extents, IndexedValue operand, Place stored) {
    this.extents = extents;
    this.base = stored.base();
    strides = new int[extents.length];
    Shape shape = operand.value().shape();
    int[] own = DomainPlace.strides(stored, shape);
    for (int i = shape.rank() - 1; i >= 0; i--) {
      int stride = own[i];
      AxisIndex index = operand.indices().get(i);
      if (index instanceof AxisIndex.Fixed fixed) {
        this.base += fixed.index() * stride;
      } else if (index instanceof AxisIndex.Along along) {
        this.base += along.start() * stride;
        strides[along.axis()] += along.step() * stride;
      } else {
        add((AxisIndex.Window) index, stride);
      }
    }
  }

  private void add(AxisIndex.Window window, int stride) {
    int[] factors = new int[strides.length];
    long lowest = -window.padding();
    long highest = -window.padding();
    for (AxisIndex.Term term : window.terms()) {
      factors[term.axis()] += term.factor();
      long reach = (long) term.factor() * (extents[term.axis()] - 1);
      lowest += Math.min(0, reach);
      highest += Math.max(0, reach);
    }
    boolean inside = lowest >= window.first() && highest < window.end();
    if (inside && window.divisor() == 1) {
      base -= window.padding() * stride;
      for (int axis = 0; axis < factors.length; axis++) {
        strides[axis] += factors[axis] * stride;
      }
      return;
    }
    base += window.first() * stride;
    windows.add(
        0,
        new StoredWindow(
            Math.max(0, window.end() - window.first()),
            stride,
            -window.padding() - window.first() * window.divisor(),
            window.divisor(),
            factors));
  }

  /** Where the number is for which all indices are 0, but for the windows. */
  int base() {
    return base;
  }

  /** Some axes of the domain, those that continue each other joined; at least one. */
  List<Place.Axis> axes(List<Integer> some) {
    List<Place.Axis> axes = runs(some).stream().map(this::axis).toList();
    return axes.isEmpty() ? List.of(new Place.Axis(1, 0)) : axes;
  }

  private Place.Axis axis(List<Integer> run) {
    int extent = 1;
    for (int axis : run) {
      extent = Math.multiplyExact(extent, extents[axis]);
    }
    return new Place.Axis(extent, strides[run.get(run.size() - 1)]);
  }

  /** Neighbours of some axes along which neither the address nor a window notices a seam. */
  private List<List<Integer>> runs(List<Integer> some) {
    List<List<Integer>> runs = new ArrayList<>();
    for (int axis : some) {
      int last = runs.size() - 1;
      if (last >= 0 && continues(runs.get(last).get(runs.get(last).size() - 1), axis)) {
        runs.get(last).add(axis);
      } else {
        runs.add(new ArrayList<>(List.of(axis)));
      }
    }
    return runs;
  }

  private boolean continues(int outer, int axis) {
    boolean continues = strides[outer] == (long) strides[axis] * extents[axis];
    for (StoredWindow window : windows) {
      continues &= window.factors()[outer] == (long) window.factors()[axis] * extents[axis];
    }
    return continues;
  }

  /** The windows, their factors by the axes of batch, lines and inner index. */
  List<ProductOperand.Window> windows(
      List<Integer> batch, List<Integer> lines, List<Integer> inner) {
    List<ProductOperand.Window> lowered = new ArrayList<>();
    for (StoredWindow window : windows) {
      lowered.add(
          new ProductOperand.Window(
              window.extent(),
              window.stride(),
              window.start(),
              window.divisor(),
              factors(window, batch),
              factors(window, lines),
              factors(window, inner)));
    }
    return lowered;
  }

  /** The windows, their factors by the axes of rows and columns. */
  List<WindowedPlace.Window> windows(List<Integer> rows, List<Integer> columns) {
    List<WindowedPlace.Window> lowered = new ArrayList<>();
    for (StoredWindow window : windows) {
      lowered.add(
          new WindowedPlace.Window(
              window.extent(),
              window.stride(),
              window.start(),
              window.divisor(),
              factors(window, rows),
              factors(window, columns)));
    }
    return lowered;
  }

  private List<Integer> factors(StoredWindow window, List<Integer> some) {
    List<Integer> factors =
        runs(some).stream().map(run -> window.factors()[run.get(run.size() - 1)]).toList();
    return factors.isEmpty() ? List.of(0) : factors;
  }
}
