package org.gradcl.backend.jvm.launch;

import org.gradcl.plan.WindowedPlace;

/** One number an element, where a window reads it; of no meaning where it is left out. */
final class WindowedLoad implements Load {
  private final Memory memory;
  private final WindowedPlace place;
  private final int run;
  private final SeriesCopy copy;
  private final WindowCursor[] cursors;

  /**
   * Of a domain that is turned.
   *
   * @param run rows that windows read together
   */
  WindowedLoad(WindowedPlace place, int run, RunnerContext context) {
    this.memory = context.memory();
    this.place = place;
    this.run = run;
    this.copy = new SeriesCopy(place.runStride(), context);
    this.cursors = new WindowCursor[context.team().threads()];
    for (int thread = 0; thread < cursors.length; thread++) {
      cursors[thread] = new WindowCursor(place, run);
    }
  }

  /** A block has whole runs, or a part of one. */
  @Override
  public void load(ElementBlock block, float[] register, BlockScratch scratch) {
    float[] array = memory.of(place.stored().region());
    WindowCursor cursor = cursors[scratch.thread];
    int size = Math.min(run, block.columns);
    for (int i = 0; i < block.rows; i++) {
      cursor.begin(block.row + i, block.column / run, block.columns / size);
      copy.copy(array, cursor, block.column % run, size, register, i * block.columns, run);
    }
  }
}
