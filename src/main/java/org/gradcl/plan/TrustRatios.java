package org.gradcl.plan;

import java.util.List;

/**
 * Where a number for each learnt tensor lies that its update reads: repeated for each of its
 * elements, as the learnt tensors lie, so that the update reads it as it reads a slot.
 *
 * @param base in {@link Region#WORKSPACE}, of the first learnt tensor's
 * @param tensors what is written of it, without the gaps between tensors
 */
public record TrustRatios(int base, List<Place> tensors) {
  /** Copies the list. */
  public TrustRatios {
    tensors = List.copyOf(tensors);
  }

  /** Those of a stretch of the learnt tensors, as one row. */
  public Place of(UpdateRange range) {
    return Place.matrix(Region.WORKSPACE, Math.addExact(base, range.first()), 1, range.elements());
  }
}
