package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The memory behind what several kinds of launch have: operands, stores and sums. */
final class LaunchMemory {
  private LaunchMemory() {}

  /** What operands read. */
  static List<View> read(List<Operand> operands) {
    List<View> views = new ArrayList<>();
    for (Operand operand : operands) {
      if (operand.source() instanceof Source.Memory memory) {
        views.add(memory.view());
      }
    }
    return views;
  }

  /** What stores write. */
  static List<View> written(List<Store> stores) {
    return stores.stream().map(Store::view).toList();
  }

  /** What stores add to, and so read. */
  static List<View> addedTo(List<Store> stores) {
    return stores.stream()
        .filter(store -> store.mode() == Store.Mode.ADD)
        .map(Store::view)
        .toList();
  }

  /** Where sums leave their parts, but for the ring of losses. */
  static List<View> left(List<PartialSum> sums) {
    return sums.stream().map(PartialSum::view).filter(Objects::nonNull).toList();
  }
}
