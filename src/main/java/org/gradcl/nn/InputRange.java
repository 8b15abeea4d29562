package org.gradcl.nn;

import java.util.Objects;

/**
 * What a block asks of the numbers of an input: whole numbers of a range, such as the rows of its
 * table. Data is checked against it before a device reads it. Immutable.
 *
 * @param input the name of the input
 * @param block that reads it, such as {@code layer.0 (embedding 10 2)}
 * @param first the least number that it can take
 * @param last the largest
 * @param rule what messages say behind the block: what it takes
 * @param cure what they say last: what to do with other data
 */
public record InputRange(
    String input, String block, int first, int last, String rule, String cure) {
  /** Checks that nothing is missing. */
  public InputRange {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(cure, "cure");
  }

  boolean asksTheSame(InputRange other) {
    return input.equals(other.input) && first == other.first && last == other.last;
  }
}
