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
      Region region,
      int base,
      AxisOffsets rows,
      AxisOffsets columns,
      boolean adds,
      boolean inNorm,
      int output) {
    static Target of(Store store, RunnerContext context) {
      Place place = store.place();
      return new Target(
          place.region(),
          place.base(),
          AxisOffsets.rows(place),
          AxisOffsets.columns(place),
          store.mode() == Store.Mode.ADD,
          context.isInNorm(place),
          store.output());
    }

    /** The offset of a block's row, at its first column. */
    int at(ElementBlock block, int row) {
      return base + rows.of(block.row + row) + columns.of(block.column);
    }

    /** Whether neighbours of a row lie beside each other. */
    boolean hasWholeRows() {
      return columns.stride() == 1;
    }
  }

  private final Target[] targets;
  private final Memory memory;
  private final Arithmetic arithmetic;

  Stores(List<Store> stores, RunnerContext context) {
    this.targets = stores.stream().map(store -> Target.of(store, context)).toArray(Target[]::new);
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
  void store(BlockProgram program, ElementBlock block, BlockScratch scratch, CheckSum check) {
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
        check.add(values, block.size(), target.inNorm);
      }
    }
  }

  private static void copyIn(float[] array, Target target, ElementBlock block, float[] to) {
    int columns = block.columns;
    for (int i = 0; i < block.rows; i++) {
      if (target.hasWholeRows()) {
        System.arraycopy(array, target.at(block, i), to, i * columns, columns);
      } else {
        int row = target.base + target.rows.of(block.row + i);
        for (int j = 0; j < columns; j++) {
          to[i * columns + j] = array[row + target.columns.of(block.column + j)];
        }
      }
    }
  }

  private static void copyOut(float[] values, ElementBlock block, float[] array, Target target) {
    int columns = block.columns;
    if (!target.hasWholeRows()) {
      scatter(values, block, array, target);
    } else if (block.rows == 1 || columns == target.rows.stride()) {
      System.arraycopy(values, 0, array, target.at(block, 0), block.size());
    } else if (columns == 1) {
      for (int i = 0; i < block.rows; i++) {
        array[target.at(block, i)] = values[i];
      }
    } else {
      for (int i = 0; i < block.rows; i++) {
        System.arraycopy(values, i * columns, array, target.at(block, i), columns);
      }
    }
  }

  private static void scatter(float[] values, ElementBlock block, float[] array, Target target) {
    int from = 0;
    for (int i = 0; i < block.rows; i++) {
      int row = target.base + target.rows.of(block.row + i);
      for (int j = 0; j < block.columns; j++) {
        array[row + target.columns.of(block.column + j)] = values[from++];
      }
    }
  }
}
