package org.gradcl.train.feed;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.graph.InputSpec;
import org.gradcl.nn.InputRange;

/**
 * The whole numbers that an array may hold: indices of classes, rows of an embedding's table,
 * lengths of sequences.
 *
 * @param first the least of them
 * @param last the largest
 * @param rule what messages say behind whoever reads the array, for example {@code has 10 classes,
 *     …}
 * @param cure what they say last: what to do with other data
 * @param besides further ones that are allowed, such as the target that a loss ignores
 */
public record IndexRange(int first, int last, String rule, String cure, List<Integer> besides) {
  /** Copies the list. */
  public IndexRange {
    besides = List.copyOf(besides);
  }

  /** {@return the indices of classes} */
  public static IndexRange ofClasses(int count) {
    String rule =
        String.format(
            "has %d classes, whose indices are the whole numbers 0 to %d", count, count - 1);
    return new IndexRange(0, count - 1, rule, "number those of the data from 0 on", List.of());
  }

  /** {@return the indices that a model or a loss asks for} */
  static IndexRange of(InputSpec spec) {
    IndexRange range = ofClasses(spec.classes().getAsInt());
    return spec.ignored().isPresent() ? range.or(spec.ignored().getAsInt()) : range;
  }

  /** {@return what a block asks for} */
  static IndexRange of(InputRange asked) {
    return new IndexRange(asked.first(), asked.last(), asked.rule(), asked.cure(), List.of());
  }

  /** {@return these and one more} */
  public IndexRange or(int index) {
    List<Integer> more = new ArrayList<>(besides);
    more.add(index);
    return new IndexRange(first, last, rule, cure, more);
  }

  /** {@return how many indices of classes these are} */
  int count() {
    return last + 1;
  }

  boolean contains(float value) {
    if (value >= first && value <= last && value == Math.rint(value)) {
      return true;
    }
    for (int i = 0; i < besides.size(); i++) {
      if (value == besides.get(i)) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether whatever lies within these lies within the others} */
  boolean isWithin(IndexRange other) {
    return first >= other.first && last <= other.last && besides.isEmpty();
  }
}
