package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.plan.Region;
import org.gradcl.plan.Store;
import org.gradcl.plan.View;

/** Stores the outputs of a tape. Safe for use by several threads, for different blocks. */
final class Stores {
  private final List<Store> stores;
  private final Memory memory;
  private final Arithmetic arithmetic;

  Stores(List<Store> stores, RunnerContext context) {
    this.stores = stores;
    this.memory = context.memory();
    this.arithmetic = context.arithmetic();
  }

  boolean isEmpty() {
    return stores.isEmpty();
  }

  /**
   * Stores a block of each output.
   *
   * @param check takes what is stored in {@link Region#GRADIENT}; null if nothing is checked
   */
  void store(BlockProgram program, Block block, BlockScratch scratch, CheckSum check) {
    for (int s = 0; s < stores.size(); s++) {
      Store store = stores.get(s);
      View view = store.view();
      float[] target = memory.of(view.region());
      int place = view.offset() + block.row * view.stride() + block.column;
      float[] values = program.output(store.output(), scratch);
      if (store.mode() == Store.Mode.ADD) {
        float[] sums = scratch.temporary;
        copyIn(target, place, view.stride(), block, sums);
        arithmetic.accumulate(values, 0, sums, block.size());
        values = sums;
      }
      copyOut(values, block, target, place, view.stride());
      if (check != null && view.region() == Region.GRADIENT) {
        check.add(values, block.size());
      }
    }
  }

  private static void copyIn(float[] from, int place, int stride, Block block, float[] to) {
    for (int i = 0; i < block.rows; i++) {
      System.arraycopy(from, place + i * stride, to, i * block.columns, block.columns);
    }
  }

  private static void copyOut(float[] from, Block block, float[] to, int place, int stride) {
    int columns = block.columns;
    if (block.rows == 1 || columns == stride) {
      System.arraycopy(from, 0, to, place, block.size());
    } else if (columns == 1) {
      for (int i = 0; i < block.rows; i++) {
        to[place + i * stride] = from[i];
      }
    } else {
      for (int i = 0; i < block.rows; i++) {
        System.arraycopy(from, i * columns, to, place + i * stride, columns);
      }
    }
  }
}
