package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.plan.Place;

/** Where rows, or columns, lie that count one axis or several. Immutable. */
final class AxisOffsets {
  private final int[] extents;
  private final int[] strides;

  AxisOffsets(List<Place.Axis> axes) {
    extents = axes.stream().mapToInt(Place.Axis::extent).toArray();
    strides = axes.stream().mapToInt(Place.Axis::stride).toArray();
  }

  /** Of the rows of a place. */
  static AxisOffsets rows(Place place) {
    return new AxisOffsets(place.axes().subList(0, place.rowAxes()));
  }

  /** Of the columns of a place. */
  static AxisOffsets columns(Place place) {
    return new AxisOffsets(place.axes().subList(place.rowAxes(), place.axes().size()));
  }

  /** The distance of neighbours if there is one axis, else 0. */
  int stride() {
    return strides.length == 1 ? strides[0] : 0;
  }

  /** Of a row or column, in floats. */
  int of(int index) {
    if (strides.length == 1) {
      return index * strides[0];
    }
    int rest = index;
    int offset = 0;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      offset += rest % extents[axis] * strides[axis];
      rest /= extents[axis];
    }
    return offset;
  }
}
