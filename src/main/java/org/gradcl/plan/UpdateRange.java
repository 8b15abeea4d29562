package org.gradcl.plan;

import java.util.Optional;
import org.gradcl.expr.Tape;

/**
 * A stretch of the flat buffers whose elements are updated by one formula.
 *
 * @param first its first element, at a target's alignment
 * @param elements how many, with alignment gaps
 * @param tape the first output is the new parameter, the others are the new slots in order: all, or
 *     none for running statistics
 */
public record UpdateRange(int first, int elements, Tape tape) {
  /** The tensors that are updated, with alignment gaps, as one row. */
  public Place parameters() {
    return Place.matrix(Region.PARAMETER, first, 1, elements);
  }

  /** Their gradients, or what was observed, as one row. */
  public Place gradients() {
    return Place.matrix(Region.GRADIENT, first, 1, elements);
  }

  /** The first element behind it. */
  public int end() {
    return first + elements;
  }

  /** How many slots its elements have. */
  public int slots() {
    return tape.outputs().size() - 1;
  }

  /**
   * A slot of its elements, as one row.
   *
   * @param distance floats from one slot of an element to its next
   */
  public Place slot(int slot, int distance) {
    int base = Math.addExact(Math.multiplyExact(slot, distance), first);
    return Place.matrix(Region.SLOT, base, 1, elements);
  }

  /** All slots of its elements; empty if it has none. */
  Optional<Place> allSlots(int distance) {
    return slots() == 0
        ? Optional.empty()
        : Optional.of(Place.matrix(Region.SLOT, first, slots(), elements, distance));
  }
}
