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

  private final StridedRuns runs;

  StridedLoad(Place place, RunnerContext context) {
    memory = context.memory();
    region = place.region();
    varies = Varies.of(AxisOffsets.rows(place), AxisOffsets.columns(place));
    columns = place.columns();
    WindowedPlace elements = WindowedPlace.ofElements(place);
    runs = new StridedRuns(place.base(), elements.rows(), context.arithmetic().stripPacker());
  }

  @Override
  public Varies varies() {
    return varies;
  }

  @Override
  public void load(ElementBlock block, float[] register, BlockScratch scratch) {
    if (block.columns == columns) {
      range(block.row * columns, block.size(), register, 0);
    } else if (runs.size() == columns) {
      float[] array = memory.of(region);
      runs.copy(array, block.row, block.rows, block.column, block.columns, register, 0);
    } else {
      for (int i = 0; i < block.rows; i++) {
        int first = (block.row + i) * columns + block.column;
        range(first, block.columns, register, i * block.columns);
      }
    }
  }

  /** Elements one after the other: the rest of a run, whole runs, and the beginning of one. */
  private void range(int first, int count, float[] register, int to) {
    float[] array = memory.of(region);
    int run = runs.size();
    int done = 0;
    while (done < count) {
      int within = (first + done) % run;
      int whole = within == 0 ? (count - done) / run : 0;
      int size = whole > 0 ? run : Math.min(run - within, count - done);
      int together = Math.max(whole, 1);
      runs.copy(array, (first + done) / run, together, within, size, register, to + done);
      done += together * size;
    }
  }
}
