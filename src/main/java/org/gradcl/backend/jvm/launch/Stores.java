package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.Store;

/** Stores the outputs of a tape. Safe for use by several threads, for different blocks. */
final class Stores {
  /** Where one output goes. */
  private record Target(
      Region region, int base, int rowStride, int columnStride, boolean adds, int output) {
    static Target of(Store store) {
      Place place = store.place();
      Loads.requireRowsAndColumns(place);
      return new Target(
          place.region(),
          place.base(),
          place.stride(0),
          place.stride(1),
          store.mode() == Store.Mode.ADD,
          store.output());
    }
  }

  private final Target[] targets;
  private final Memory memory;
  private final Arithmetic arithmetic;

  Stores(List<Store> stores, RunnerContext context) {
    this.targets = stores.stream().map(Target::of).toArray(Target[]::new);
    this.memory = context.memory();
    this.arithmetic = context.arithmetic();
  }

  boolean isEmpty() {
    return targets.length == 0;
  }

  /**
   * Stores a block of each output.
   *
   * @param check takes what is stored in {@link Region#GRADIENT}; null if nothing is checked
   */
  void store(BlockProgram program, Block block, BlockScratch scratch, CheckSum check) {
    for (Target target : targets) {
      float[] array = memory.of(target.region);
      float[] values = program.output(target.output, scratch);
      if (target.adds) {
        float[] sums = scratch.temporary;
        copyIn(array, target, block, sums);
        arithmetic.accumulate(values, 0, sums, block.size());
        values = sums;
      }
      copyOut(values, block, array, target);
      if (check != null && target.region == Region.GRADIENT) {
        check.add(values, block.size());
      }
    }
  }

  private static void copyIn(float[] array, Target target, Block block, float[] to) {
    int columns = block.columns;
    for (int i = 0; i < block.rows; i++) {
      int from = place(target, block, i);
      if (target.columnStride == 1) {
        System.arraycopy(array, from, to, i * columns, columns);
      } else {
        for (int j = 0; j < columns; j++) {
          to[i * columns + j] = array[from + j * target.columnStride];
        }
      }
    }
  }

  private static void copyOut(float[] values, Block block, float[] array, Target target) {
    int columns = block.columns;
    int first = place(target, block, 0);
    if (target.columnStride != 1) {
      scatter(values, block, array, target);
    } else if (block.rows == 1 || columns == target.rowStride) {
      System.arraycopy(values, 0, array, first, block.size());
    } else if (columns == 1) {
      for (int i = 0; i < block.rows; i++) {
        array[first + i * target.rowStride] = values[i];
      }
    } else {
      for (int i = 0; i < block.rows; i++) {
        System.arraycopy(values, i * columns, array, place(target, block, i), columns);
      }
    }
  }

  private static void scatter(float[] values, Block block, float[] array, Target target) {
    int from = 0;
    for (int i = 0; i < block.rows; i++) {
      int to = place(target, block, i);
      for (int j = 0; j < block.columns; j++) {
        array[to + j * target.columnStride] = values[from++];
      }
    }
  }

  private static int place(Target target, Block block, int row) {
    return target.base + (block.row + row) * target.rowStride + block.column * target.columnStride;
  }
}
