package org.gradcl.gpu;

import java.util.Optional;
import org.gradcl.gpu.listing.Listing;
import org.gradcl.gpu.product.SliceCounts;
import org.gradcl.gpu.product.Tile;

/**
 * A compiled kernel with what was counted in it.
 *
 * @param family which criteria hold for it
 * @param listing its machine code
 * @param slice of a product's loop over k
 */
record Measured(Family family, Listing listing, Optional<SliceCounts> slice) {
  static Measured of(Family family, Listing listing, Optional<Tile> tile) {
    return new Measured(family, listing, tile.flatMap(t -> SliceCounts.of(listing, t)));
  }

  /**
   * What a slice costs.
   *
   * @throws IllegalStateException if the kernel is no product
   */
  SliceCounts sliceOrThrow() {
    return slice.orElseThrow(
        () -> new IllegalStateException("No loop of " + listing.kernel() + " multiplies and adds"));
  }
}
