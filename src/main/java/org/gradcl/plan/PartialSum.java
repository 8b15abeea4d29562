package org.gradcl.plan;

/**
 * The sum of a tape's output over all elements (or rows) of a launch's domain, left as {@link
 * Target#partials} partial sums, which the host adds in float64 in their order.
 *
 * <p>Partial p covers the elements (rows, for a row launch) from p · ⌈n / partials⌉ up to, but not
 * including, (p + 1) · ⌈n / partials⌉.
 *
 * @param output the index of the tape's output that is summed
 * @param destination the ring of losses, at the entry of the step, or a place in {@link
 *     Region#OUTPUT}
 * @param place where the partial sums go if the destination is an output, else null
 */
public record PartialSum(int output, Destination destination, Place place) {
  /** The place of partial sums. */
  public enum Destination {
    /** The ring of losses: entry (step mod ring length), one float a partial sum. */
    RING,
    /** A named output. */
    OUTPUT
  }
}
