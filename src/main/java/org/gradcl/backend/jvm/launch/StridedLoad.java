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

  private final int run;
  private final SeriesCopy copyRuns;
  private final SeriesCopy copyNumbers;
  private final WindowCursor[] runs;
  private final WindowCursor[] numbers;

  StridedLoad(Place place, RunnerContext context) {
    memory = context.memory();
    region = place.region();
    varies = Varies.of(AxisOffsets.rows(place), AxisOffsets.columns(place));
    columns = place.columns();
    WindowedPlace elements = WindowedPlace.ofElements(place);
    run = elements.together();
    copyRuns = new SeriesCopy(run, elements.runStride(), context);
    copyNumbers = new SeriesCopy(1, elements.runStride(), context);
    runs = new WindowCursor[context.team().threads()];
    numbers = new WindowCursor[runs.length];
    for (int thread = 0; thread < runs.length; thread++) {
      runs[thread] = new WindowCursor(elements, run);
      numbers[thread] = new WindowCursor(elements, 1);
    }
  }

  @Override
  public Varies varies() {
    return varies;
  }

  @Override
  public void load(ElementBlock block, float[] register, BlockScratch scratch) {
    if (block.columns == columns) {
      range(block.row * columns, block.size(), register, 0, scratch.thread);
      return;
    }
    for (int i = 0; i < block.rows; i++) {
      int first = (block.row + i) * columns + block.column;
      range(first, block.columns, register, i * block.columns, scratch.thread);
    }
  }

  private void range(int first, int count, float[] register, int to, int thread) {
    float[] array = memory.of(region);
    if (first % run == 0 && count % run == 0) {
      runs[thread].begin(0, first / run, count / run);
      copyRuns.copy(array, runs[thread], 0, run, register, to);
    } else {
      numbers[thread].begin(0, first, count);
      copyNumbers.copy(array, numbers[thread], 0, 1, register, to);
    }
  }
}
