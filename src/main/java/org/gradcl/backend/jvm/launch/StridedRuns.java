package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.arithmetic.StripPacker;
import org.gradcl.plan.Place;

/**
 * Copies runs along the innermost axis of a place, counted one after the other, to where they
 * follow each other. The two axes around the runs are walked by loops, so that an index is taken
 * apart once for all runs along both of them. Immutable.
 */
final class StridedRuns {
  private final int base;
  private final int size;
  private final int stride;

  /** The two axes around the runs, the inner one first: how far each goes on and in what steps. */
  private final int inner;

  private final int innerStep;
  private final int outer;
  private final int outerStep;

  /** Those around both. */
  private final AxisOffsets others;

  private final StripPacker packer;

  /**
   * Runs of a place.
   *
   * @param axes all that its elements count, outermost first; the last one is that of the runs
   */
  StridedRuns(int base, List<Place.Axis> axes, StripPacker packer) {
    this.base = base;
    this.packer = packer;
    int last = axes.size() - 1;
    size = axes.get(last).extent();
    stride = axes.get(last).stride();
    inner = last >= 1 ? axes.get(last - 1).extent() : 1;
    innerStep = last >= 1 ? axes.get(last - 1).stride() : 0;
    outer = last >= 2 ? axes.get(last - 2).extent() : 1;
    outerStep = last >= 2 ? axes.get(last - 2).stride() : 0;
    others = new AxisOffsets(axes.subList(0, Math.max(0, last - 2)));
  }

  /** Numbers of a run. */
  int size() {
    return size;
  }

  /**
   * Copies runs, or the same part of each.
   *
   * @param first the first run
   * @param count how many
   * @param within the first number of each run that is copied
   * @param part how many of each run are copied
   * @param to where the first goes
   */
  void copy(float[] array, int first, int count, int within, int part, float[] register, int to) {
    int run = first;
    int left = count;
    int at = to;
    while (left > 0) {
      int i = run % inner;
      int row = run / inner;
      int o = row % outer;
      int from = base + others.of(row / outer) + o * outerStep + i * innerStep + within * stride;
      int along = Math.min(inner - i, left);
      int rows = i == 0 ? Math.min(outer - o, left / inner) : 1;
      for (int r = 0; r < Math.max(rows, 1); r++) {
        series(array, from + r * outerStep, along, part, register, at);
        at += along * part;
      }
      int done = along * Math.max(rows, 1);
      run += done;
      left -= done;
    }
  }

  /** Copies runs along the inner of the two axes. */
  private void series(float[] array, int from, int count, int part, float[] register, int to) {
    if (part == 1) {
      StridedRun.copy(array, from, innerStep, register, to, count);
    } else if (stride == 1) {
      packer.runs(array, from, innerStep, count, part, register, to, part);
    } else {
      for (int i = 0; i < count; i++) {
        StridedRun.copy(array, from + i * innerStep, stride, register, to + i * part, part);
      }
    }
  }
}
