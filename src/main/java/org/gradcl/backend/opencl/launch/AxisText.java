package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradcl.plan.Place;

/**
 * OpenCL C for an index that counts several axes. All extents but the outermost, by which nothing
 * is divided, are written out, so that compilers divide by constants; batches of all sizes share
 * the text where the batch is the outermost axis.
 */
final class AxisText {
  /** The bound of an index that may be of any size. */
  static final int ANY = 0;

  private AxisText() {}

  /**
   * Σ factor · index of each axis.
   *
   * @param index what is taken apart, an expression
   * @param factors one for each axis
   * @return an expression; empty where all factors are 0
   */
  static String sum(String index, List<Place.Axis> axes, List<Integer> factors) {
    return sum(index, ANY, axes, factors);
  }

  /**
   * The same of an index that is known to be small.
   *
   * @param bound which the index is below; or {@link #ANY}
   */
  static String sum(String index, int bound, List<Place.Axis> axes, List<Integer> factors) {
    List<String> terms = new ArrayList<>();
    int below = 1;
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      if (factors.get(axis) != 0) {
        String along = along(index, bound, below, axis == 0 ? 0 : axes.get(axis).extent());
        terms.add(0, factors.get(axis) == 1 ? along : along + " * " + factors.get(axis));
      }
      below = Math.multiplyExact(below, axis == 0 ? 1 : axes.get(axis).extent());
    }
    return String.join(" + ", terms);
  }

  /** The same with the axes' strides as factors. */
  static String offset(String index, List<Place.Axis> axes) {
    return offset(index, ANY, axes);
  }

  /** The same of an index below a bound, with the axes' strides as factors. */
  static String offset(String index, int bound, List<Place.Axis> axes) {
    return sum(index, bound, axes, axes.stream().map(Place.Axis::stride).toList());
  }

  /** The index along one axis; an extent of 0 stands for that of the outermost. */
  private static String along(String index, int bound, int below, int extent) {
    String quotient = quotient(index, bound, below);
    if (extent == 0) {
      return below == 1 ? quotient : "(" + quotient + ")";
    }
    int left = bound == ANY ? ANY : (bound + below - 1) / below;
    return left != ANY && left <= extent ? "(" + quotient + ")" : remainder(quotient, left, extent);
  }

  private static String quotient(String index, int bound, int divisor) {
    if (divisor == 1) {
      return "(" + index + ")";
    }
    return reciprocal(divisor, bound)
        .map(reciprocal -> reciprocal.quotient(index))
        .orElse("(" + index + ") / " + divisor);
  }

  private static String remainder(String index, int bound, int divisor) {
    return reciprocal(divisor, bound)
        .map(r -> "(" + index + " - " + r.quotient(index) + " * " + divisor + ")")
        .orElse("(" + index + " % " + divisor + ")");
  }

  private static Optional<Reciprocal> reciprocal(int divisor, int bound) {
    return bound == ANY ? Optional.empty() : Reciprocal.of(divisor, bound);
  }
}
