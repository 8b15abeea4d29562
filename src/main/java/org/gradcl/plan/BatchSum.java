package org.gradcl.plan;

/**
 * The sum of a tape's output over all elements of a launch's domain (rows, for a row launch). In
 * how many parts it is taken is for the engine to choose; it adds them up in their order.
 *
 * @param output the index of the tape's output that is summed
 * @param destination the ring of losses, at the entry of the step, or a place in {@link
 *     Region#OUTPUT}
 * @param place where the sum goes if the destination is an output, one number, else null
 */
public record BatchSum(int output, Destination destination, Place place) {
  /** The place of a sum. */
  public enum Destination {
    /** The ring of losses: entry (step mod ring length). */
    RING,
    /** A named output. */
    OUTPUT
  }
}
