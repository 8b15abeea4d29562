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
      reads.addAll(Launches.memory(matmul.operands()));
      reads.addAll(Launches.accumulated(matmul.stores()));
    } else if (launch instanceof Launch.MapElements map) {
      reads.addAll(Launches.memory(map.operands()));
      reads.addAll(Launches.accumulated(map.stores()));
    } else if (launch instanceof Launch.Rows rows) {
      reads.addAll(Launches.memory(rows.operands()));
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
      writes.addAll(Launches.views(matmul.stores()));
      matmul.rowSums().ifPresent(writes::add);
    } else if (launch instanceof Launch.MapElements map) {
      writes.addAll(Launches.views(map.stores(), map.sums()));
    } else if (launch instanceof Launch.Rows rows) {
      writes.addAll(Launches.views(rows.stores()));
      writes.addAll(Launches.views(rows.rowStores(), rows.sums()));
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
