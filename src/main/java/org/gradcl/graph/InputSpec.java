package org.gradcl.graph;

import java.util.Objects;
import java.util.OptionalInt;
import org.gradcl.tensor.Shape;

/**
 * What a step asks of one named array of a batch: the shape of a sample's part of it, and, where
 * its numbers are indices (classes, categories, tokens), their range.
 *
 * @param shape of one sample, without the batch axis; {@code []} for one number a sample
 * @param classes the number of indices, if they are: whole numbers from 0 to {@code classes} − 1
 * @param ignored a further whole number that may stand for "no class", if there is one
 */
public record InputSpec(Shape shape, OptionalInt classes, OptionalInt ignored) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if there is no index, or more than float32 numbers can tell
   *     apart
   */
  public InputSpec {
    Objects.requireNonNull(shape, "shape");
    if (classes.isPresent() && (classes.getAsInt() < 1 || classes.getAsInt() > 1 << 24)) {
      throw new IllegalArgumentException(
          "There are 1 to 16777216 (2^24) indices, since a batch holds them as float32, found "
              + classes.getAsInt());
    }
  }

  /**
   * {@return numbers of any size}
   *
   * @param shape of one sample
   */
  public static InputSpec of(Shape shape) {
    return new InputSpec(shape, OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * {@return indices of classes, categories or tokens}
   *
   * @param shape of one sample
   * @param classes how many there are, from 1 to 2²⁴
   */
  public static InputSpec indices(Shape shape, int classes) {
    return new InputSpec(shape, OptionalInt.of(classes), OptionalInt.empty());
  }

  /**
   * {@return the same indices, among which one more number stands for "no class"}
   *
   * @param index such as −100
   */
  public InputSpec ignoring(int index) {
    return new InputSpec(shape, classes, OptionalInt.of(index));
  }
}
