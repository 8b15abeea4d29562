package org.gradcl.train.feed;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.graph.InputSpec;

/**
 * The indices that an array may hold: of classes, or of the rows of an embedding's table.
 *
 * @param count indices, from 0 on
 * @param what they number, for example {@code classes}
 * @param besides further ones that are allowed, such as the target that a loss ignores
 */
public record IndexRange(int count, String what, List<Integer> besides) {
  /** Copies the list. */
  public IndexRange {
    besides = List.copyOf(besides);
  }

  /** {@return the indices of classes} */
  public static IndexRange ofClasses(int count) {
    return new IndexRange(count, "classes", List.of());
  }

  /** {@return the indices that a model or a loss asks for} */
  static IndexRange of(InputSpec spec) {
    IndexRange range = ofClasses(spec.classes().getAsInt());
    return spec.ignored().isPresent() ? range.or(spec.ignored().getAsInt()) : range;
  }

  /** {@return these and one more} */
  public IndexRange or(int index) {
    List<Integer> more = new ArrayList<>(besides);
    more.add(index);
    return new IndexRange(count, what, more);
  }

  boolean contains(float value) {
    if (value >= 0 && value < count && value == Math.rint(value)) {
      return true;
    }
    for (int i = 0; i < besides.size(); i++) {
      if (value == besides.get(i)) {
        return true;
      }
    }
    return false;
  }
}
