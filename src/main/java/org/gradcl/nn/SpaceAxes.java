package org.gradcl.nn;

import java.util.List;
import java.util.stream.Collectors;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** What convolutions and pools say of the axes of space: one number an axis, outermost first. */
final class SpaceAxes {
  private SpaceAxes() {}

  /** Refuses what is no batch of images, or of signals, with channels last. */
  static void require(Scope scope, Value x, int axes, String what) {
    if (x.shape().rank() != axes + 2) {
      throw scope.refusal(
          String.format(
              "%s takes samples of %d axes, the last of them channels, found shape %s; put a"
                  + " reshape before it, or state the shape that samples have",
              what, axes + 1, x.shape().sample()));
    }
  }

  /** What people call an axis of so many. */
  static String name(int axis, int axes) {
    if (axes == 1) {
      return "length";
    }
    return axis == 0 ? "height" : "width";
  }

  /** The product of the extents of a kernel. */
  static int taps(List<Integer> kernel) {
    return kernel.stream().mapToInt(k -> k).reduce(1, (a, b) -> a * b);
  }

  static Shape shape(List<Integer> extents) {
    return Shape.of(extents.stream().mapToInt(extent -> extent).toArray());
  }

  /** For a text form, such as {@code 3x2}. */
  static String text(List<Integer> numbers) {
    return numbers.stream().map(Object::toString).collect(Collectors.joining("x"));
  }

  /** For a text form: one number where all are equal, else as {@link #text}. */
  static String shortText(List<Integer> numbers) {
    boolean equal = numbers.stream().distinct().count() == 1;
    return equal ? numbers.get(0).toString() : text(numbers);
  }
}
