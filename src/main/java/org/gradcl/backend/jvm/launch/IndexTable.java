package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.plan.Place;

/**
 * What rows, or columns, contribute to an index, as floats. Indices repeat: that of an axis in the
 * middle does so after all further in, so those of one period are kept, where they are not too
 * many, and repeated until a block can be copied from any of them on. Immutable.
 */
final class IndexTable {
  /** With 16 KiB it stays in a near cache beside the registers. */
  private static final int MOST_PERIOD = 4096;

  private final AxisOffsets offsets;
  private final int period;

  /** Null where the period is too long. */
  private final float[] table;

  IndexTable(List<Place.Axis> axes) {
    offsets = new AxisOffsets(axes);
    long numbers = 1;
    int outermost = 0;
    while (outermost < axes.size() - 1 && axes.get(outermost).stride() == 0) {
      outermost++;
    }
    for (Place.Axis axis : axes.subList(Math.min(outermost, axes.size()), axes.size())) {
      numbers *= axis.extent();
    }
    boolean kept = numbers <= MOST_PERIOD;
    period = kept ? (int) numbers : 0;
    table = kept ? new float[period + ElementBlock.ELEMENTS] : null;
    for (int i = 0; kept && i < table.length; i++) {
      table[i] = offsets.of(i % period);
    }
  }

  AxisOffsets offsets() {
    return offsets;
  }

  /**
   * Puts those of neighbours into a register, from its beginning on.
   *
   * @param count at most {@link ElementBlock#ELEMENTS}
   */
  void copy(int first, int count, float[] register) {
    if (table != null) {
      System.arraycopy(table, first % period, register, 0, count);
      return;
    }
    int done = 0;
    while (done < count) {
      int size = Math.min(offsets.run(first + done), count - done);
      int value = offsets.of(first + done);
      for (int i = 0; i < size; i++) {
        register[done + i] = value + i * offsets.runStride();
      }
      done += size;
    }
  }
}
