package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.plan.Place;

/**
 * OpenCL C for an index that counts several axes. All extents but the outermost, by which nothing
 * is divided, are written out, so that compilers divide by constants; batches of all sizes share
 * the text where the batch is the outermost axis.
 */
final class AxisText {
  private AxisText() {}

  /**
   * Σ factor · index of each axis.
   *
   * @param index what is taken apart, an expression
   * @param factors one for each axis
   * @return an expression; empty where all factors are 0
   */
  static String sum(String index, List<Place.Axis> axes, List<Integer> factors) {
    List<String> terms = new ArrayList<>();
    int below = 1;
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      if (factors.get(axis) != 0) {
        String along = along(index, below, axis == 0 ? 0 : axes.get(axis).extent());
        terms.add(0, factors.get(axis) == 1 ? along : along + " * " + factors.get(axis));
      }
      below = Math.multiplyExact(below, axis == 0 ? 1 : axes.get(axis).extent());
    }
    return String.join(" + ", terms);
  }

  /** The same with the axes' strides as factors. */
  static String offset(String index, List<Place.Axis> axes) {
    return sum(index, axes, axes.stream().map(Place.Axis::stride).toList());
  }

  /** The index along one axis; an extent of 0 stands for that of the outermost. */
  private static String along(String index, int below, int extent) {
    String quotient = below == 1 ? "(" + index + ")" : "(" + index + ") / " + below;
    return extent == 0
        ? below == 1 ? quotient : "(" + quotient + ")"
        : "(" + quotient + " % " + extent + ")";
  }
}
