package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The memory behind what several kinds of launch have: operands, stores and sums. */
final class LaunchMemory {
  private LaunchMemory() {}

  /**
   * Refuses places that are not over the axes of a launch's domain.
   *
   * @throws IllegalArgumentException naming the launch and the place
   */
  static void requireDomain(String name, List<Place> places, int rows, int columns) {
    for (Place place : places) {
      if (place.rows() != rows || place.columns() != columns) {
        throw new IllegalArgumentException(
            String.format(
                "Launch '%s' has a domain of %d × %d and is given %s", name, rows, columns, place));
      }
    }
  }

  /** What operands read. */
  static List<Place> read(List<Operand> operands) {
    List<Place> places = new ArrayList<>();
    for (Operand operand : operands) {
      if (operand.source() instanceof Source.Memory memory) {
        places.add(memory.place());
      } else if (operand.source() instanceof Source.Gathered gathered) {
        places.add(gathered.table());
        places.add(gathered.index());
      } else if (operand.source() instanceof Source.Windowed windowed) {
        places.add(windowed.place().stored());
      }
    }
    return places;
  }

  /** The places of operands that are over the axes of the launch's domain. */
  static List<Place> overDomain(List<Operand> operands) {
    List<Place> places = new ArrayList<>();
    for (Operand operand : operands) {
      if (operand.source() instanceof Source.Memory memory) {
        places.add(memory.place());
      } else if (operand.source() instanceof Source.Gathered gathered) {
        places.add(gathered.index());
        places.add(gathered.firstRow());
      }
    }
    return places;
  }

  /** What stores write. */
  static List<Place> written(List<Store> stores) {
    return stores.stream().map(Store::place).toList();
  }

  /** What stores add to, and so read. */
  static List<Place> addedTo(List<Store> stores) {
    return stores.stream()
        .filter(store -> store.mode() == Store.Mode.ADD)
        .map(Store::place)
        .toList();
  }

  /** Where sums go, but for the ring of losses. */
  static List<Place> left(List<BatchSum> sums) {
    return sums.stream().map(BatchSum::place).filter(Objects::nonNull).toList();
  }
}
