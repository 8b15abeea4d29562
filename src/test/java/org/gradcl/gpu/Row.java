package org.gradcl.gpu;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradcl.gpu.Rule.Stage;
import org.gradcl.gpu.listing.Listing;
import org.gradcl.gpu.product.Tile;

/**
 * What the static gate found of one kernel on one device.
 *
 * @param first the first launch that uses it
 * @param nets whose steps it is part of
 * @param measured what was counted
 */
record Row(DumpedKernel first, Set<String> nets, Measured measured) {
  Row {
    nets = Set.copyOf(nets);
  }

  static Row of(List<DumpedKernel> uses, Listing listing) {
    DumpedKernel first = uses.get(0);
    Set<String> nets =
        uses.stream().map(DumpedKernel::net).collect(Collectors.toCollection(TreeSet::new));
    return new Row(first, nets, Measured.of(Family.of(first), listing, first.tile()));
  }

  /** The criteria of a stage that it does not meet. */
  List<Rule> breached(Stage stage) {
    return Rules.KERNELS.stream()
        .filter(rule -> rule.stage() == stage)
        .filter(rule -> rule.isFor(measured.family(), first.device().architecture().vendor()))
        .filter(rule -> !rule.holds(measured))
        .toList();
  }

  /** The first launch, for people. */
  String use() {
    return first.net() + " " + first.launch().launch().name();
  }

  Optional<Tile> tile() {
    return first.tile();
  }
}
