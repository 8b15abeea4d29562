package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.tensor.Shape;

/** Axes that count one index together, outermost first. */
final class AxisRuns {
  private AxisRuns() {}

  /**
   * The same indices, in the same order, over as few axes as there can be. Extents decide only
   * where they are part of a stride, so that batches of all sizes have the same axes.
   */
  static List<Place.Axis> of(List<Place.Axis> axes) {
    List<Place.Axis> joined = new ArrayList<>();
    for (Place.Axis axis : axes) {
      int last = joined.size() - 1;
      boolean continues =
          last >= 0 && joined.get(last).stride() == (long) axis.stride() * axis.extent();
      if (continues) {
        int extent = Math.multiplyExact(joined.get(last).extent(), axis.extent());
        joined.set(last, new Place.Axis(extent, axis.stride()));
      } else {
        joined.add(axis);
      }
    }
    return joined;
  }

  /** The same of some axes of a domain, with a stride for each axis of the whole domain. */
  static List<Place.Axis> of(Shape domain, int[] strides, int from, int to) {
    List<Place.Axis> axes = new ArrayList<>();
    for (int axis = from; axis < to; axis++) {
      axes.add(new Place.Axis(domain.extent(axis), strides[axis]));
    }
    return of(axes);
  }

  /** How many indices they count. */
  static int count(List<Place.Axis> axes) {
    int count = 1;
    for (Place.Axis axis : axes) {
      count = Math.multiplyExact(count, axis.extent());
    }
    return count;
  }
}
