package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;

/** The memory that a launch reads and writes, whatever its kind. */
final class LaunchMemory {
  private LaunchMemory() {}

  static List<View> reads(Launch launch) {
    List<View> reads = new ArrayList<>();
    if (launch instanceof Launch.Matmul matmul) {
      reads.add(matrices(matmul.a(), matmul.batch()));
      reads.add(matrices(matmul.b(), matmul.batch()));
      reads.addAll(memory(matmul.operands()));
      reads.addAll(accumulated(matmul.stores()));
    } else if (launch instanceof Launch.MapElements map) {
      reads.addAll(memory(map.operands()));
      reads.addAll(accumulated(map.stores()));
    } else if (launch instanceof Launch.Rows rows) {
      reads.addAll(memory(rows.operands()));
    } else if (launch instanceof Launch.ColumnSums columnSums) {
      reads.add(columnSums.input());
    } else if (launch instanceof Launch.Update update) {
      reads.addAll(writes(launch));
      reads.add(View.of(Region.GRADIENT, 0, 1, update.elements()));
    }
    return reads;
  }

  /** All matrices of a batch, of which a view names the first. */
  private static View matrices(View first, int batch) {
    int rows = Math.multiplyExact(first.rows(), batch);
    return new View(first.region(), first.offset(), rows, first.columns(), first.stride());
  }

  static List<View> writes(Launch launch) {
    List<View> writes = new ArrayList<>();
    if (launch instanceof Launch.Matmul matmul) {
      writes.addAll(views(matmul.stores()));
      matmul.rowSums().ifPresent(writes::add);
    } else if (launch instanceof Launch.MapElements map) {
      writes.addAll(views(map.stores(), map.sums()));
    } else if (launch instanceof Launch.Rows rows) {
      writes.addAll(views(rows.stores()));
      writes.addAll(views(rows.rowStores(), rows.sums()));
    } else if (launch instanceof Launch.ColumnSums columnSums) {
      writes.add(columnSums.store());
    } else if (launch instanceof Launch.Update update) {
      writes.add(View.of(Region.PARAMETER, 0, 1, update.elements()));
      if (!update.slots().isEmpty()) {
        writes.add(View.of(Region.SLOT, 0, update.slots().size(), update.elements()));
      }
    }
    return writes;
  }

  private static List<View> memory(List<Operand> operands) {
    List<View> views = new ArrayList<>();
    for (Operand operand : operands) {
      if (operand.source() instanceof Source.Memory memory) {
        views.add(memory.view());
      }
    }
    return views;
  }

  private static List<View> views(List<Store> stores) {
    return stores.stream().map(Store::view).toList();
  }

  private static List<View> views(List<Store> stores, List<PartialSum> sums) {
    List<View> views = new ArrayList<>(views(stores));
    sums.stream().map(PartialSum::view).filter(view -> view != null).forEach(views::add);
    return views;
  }

  private static List<View> accumulated(List<Store> stores) {
    return stores.stream()
        .filter(store -> store.mode() == Store.Mode.ADD)
        .map(Store::view)
        .toList();
  }

  /** Whether a launch adds to what is at a view. */
  static boolean accumulates(Launch launch, View view) {
    List<Store> stores = List.of();
    if (launch instanceof Launch.Matmul matmul) {
      stores = matmul.stores();
    } else if (launch instanceof Launch.MapElements mapElements) {
      stores = mapElements.stores();
    }
    return accumulated(stores).contains(view);
  }

  /** The least bytes moved: each view read or written once. */
  static long bytes(Launch launch) {
    long floats = 0;
    for (View view : launch.reads()) {
      floats += view.elements();
    }
    for (View view : launch.writes()) {
      floats += view.elements();
    }
    return 4 * floats;
  }
}
