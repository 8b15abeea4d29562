package org.gradcl.backend.jvm.launch;

import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.WindowedPlace;

/**
 * One number an element, wherever the axes say. Elements are counted row by row, so that a block of
 * whole rows is one range, which is taken by runs along the innermost axis where it has whole ones.
 */
final class StridedLoad implements Load {
  private final Memory memory;
  private final Region region;
  private final Varies varies;

  /** Columns of the domain. */
  private final int columns;

  /** Numbers of a run, which are one distance apart. */
  private final int run;

  private final SeriesCopy copy;
  private final WindowCursor[] cursors;

  StridedLoad(Place place, RunnerContext context) {
    memory = context.memory();
    region = place.region();
    varies = Varies.of(AxisOffsets.rows(place), AxisOffsets.columns(place));
    columns = place.columns();
    WindowedPlace elements = WindowedPlace.ofElements(place);
    run = elements.together();
    copy = new SeriesCopy(elements.runStride(), context);
    cursors = new WindowCursor[context.team().threads()];
    for (int thread = 0; thread < cursors.length; thread++) {
      cursors[thread] = new WindowCursor(elements, run);
    }
  }

  @Override
  public Varies varies() {
    return varies;
  }

  @Override
  public void load(ElementBlock block, float[] register, BlockScratch scratch) {
    WindowCursor cursor = cursors[scratch.thread];
    if (block.columns == columns) {
      range(block.row * columns, block.size(), register, 0, cursor);
    } else if (run == columns) {
      cursor.begin(0, block.row, block.rows);
      int size = block.columns;
      copy.copy(memory.of(region), cursor, block.column, size, register, 0, size);
    } else {
      for (int i = 0; i < block.rows; i++) {
        int first = (block.row + i) * columns + block.column;
        range(first, block.columns, register, i * block.columns, cursor);
      }
    }
  }

  /** Elements one after the other: the rest of a run, whole runs, and the beginning of one. */
  private void range(int first, int count, float[] register, int to, WindowCursor cursor) {
    float[] array = memory.of(region);
    int done = 0;
    while (done < count) {
      int within = (first + done) % run;
      int whole = within == 0 ? (count - done) / run : 0;
      int size = whole > 0 ? run : Math.min(run - within, count - done);
      int runs = Math.max(whole, 1);
      cursor.begin(0, (first + done) / run, runs);
      copy.copy(array, cursor, within, size, register, to + done, size);
      done += runs * size;
    }
  }
}
