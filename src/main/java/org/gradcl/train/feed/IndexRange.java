package org.gradcl.train.feed;

import java.util.OptionalInt;

/**
 * The indices that an array may hold: of classes, or of the rows of an embedding's table.
 *
 * @param count indices, from 0 on
 * @param what they number, for example {@code classes}
 * @param besides one more that is allowed, such as the target that a loss ignores
 */
public record IndexRange(int count, String what, OptionalInt besides) {
  /** {@return the indices of classes} */
  public static IndexRange ofClasses(int count) {
    return new IndexRange(count, "classes", OptionalInt.empty());
  }

  /** {@return these and one more} */
  public IndexRange or(int index) {
    return new IndexRange(count, what, OptionalInt.of(index));
  }

  boolean contains(float value) {
    return (value >= 0 && value < count && value == Math.rint(value))
        || (besides.isPresent() && value == besides.getAsInt());
  }
}
