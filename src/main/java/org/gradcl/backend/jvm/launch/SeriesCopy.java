package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.arithmetic.StripPacker;

/** Copies the series that a {@link WindowCursor} finds into a register. Immutable. */
final class SeriesCopy {
  private final StripPacker packer;
  private final int stride;

  /**
   * For cursors of some runs.
   *
   * @param stride the distance of neighbours within a run
   */
  SeriesCopy(int stride, RunnerContext context) {
    this.packer = context.arithmetic().stripPacker();
    this.stride = stride;
  }

  /**
   * Copies all series of a cursor that has begun.
   *
   * @param within the first number of each run that is copied
   * @param size how many of each run are copied
   * @param to where the first run's numbers go
   * @param distance from there to where the next run's go
   */
  void copy(
      float[] array,
      WindowCursor cursor,
      int within,
      int size,
      float[] register,
      int to,
      int distance) {
    while (cursor.next()) {
      int from = cursor.address() + within * stride;
      int at = to + cursor.first() * distance;
      copySeries(array, from, cursor, size, register, at, distance);
    }
  }

  private void copySeries(
      float[] array,
      int from,
      WindowCursor cursor,
      int size,
      float[] register,
      int to,
      int distance) {
    int count = cursor.count();
    int step = cursor.step();
    int apart = cursor.period() * distance;
    if (size == 1 && apart == 1) {
      StridedRun.copy(array, from, step, register, to, count);
    } else if (stride != 1) {
      for (int i = 0; i < count; i++) {
        StridedRun.copy(array, from + i * step, stride, register, to + i * apart, size);
      }
    } else if (step == size && apart == size) {
      System.arraycopy(array, from, register, to, count * size);
    } else {
      packer.runs(array, from, step, count, size, register, to, apart);
    }
  }
}
