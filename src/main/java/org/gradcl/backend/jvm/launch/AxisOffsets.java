package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.Arrays;
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

  /** What the indices along some axes make up, each times a factor of its own. */
  static AxisOffsets of(List<Place.Axis> axes, List<Integer> factors) {
    List<Place.Axis> scaled = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      scaled.add(new Place.Axis(axes.get(axis).extent(), factors.get(axis)));
    }
    return new AxisOffsets(scaled);
  }

  /** Of the rows of a place. */
  static AxisOffsets rows(Place place) {
    return new AxisOffsets(place.axes().subList(0, place.rowAxes()));
  }

  /** Of the columns of a place. */
  static AxisOffsets columns(Place place) {
    return new AxisOffsets(place.axes().subList(place.rowAxes(), place.axes().size()));
  }

  /** Whether it is one place for all. */
  boolean isConstant() {
    return Arrays.stream(strides).allMatch(stride -> stride == 0);
  }

  /** The distance of neighbours if there is one axis, else 0. */
  int stride() {
    return strides.length == 1 ? strides[0] : 0;
  }

  /** How many neighbours there are from an index on, itself with them, at one distance. */
  int run(int index) {
    int last = extents.length - 1;
    return last <= 0 ? Integer.MAX_VALUE : extents[last] - index % extents[last];
  }

  /** The distance of neighbours within a {@link #run}. */
  int runStride() {
    return strides.length == 0 ? 0 : strides[strides.length - 1];
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
