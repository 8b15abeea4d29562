package org.gradcl.backend.jvm.launch;

import org.gradcl.plan.Launch;
import org.gradcl.plan.Region;
import org.gradcl.plan.Store;

/**
 * Scalar expressions over a domain. The parts of the work are the partial sums' ranges, so that
 * sums do not depend on the number of threads.
 */
final class MapRunner implements Runner, Team.Work {
  private final Launch.MapElements launch;
  private final Launching with;
  private final Elements elements;
  private final PartialSums sums;
  private final boolean flat;
  private final int parts;
  private final int chunk;
  private final int total;
  private final int firstCheck;
  private final double[][] totals;

  MapRunner(Launch.MapElements launch, int partials, Launching with) {
    this.launch = launch;
    this.with = with;
    this.elements =
        new Elements(
            launch.tape(), launch.operands(), null, 0, launch.phase(), launch.columns(), with);
    this.sums = new PartialSums(launch.sums(), with.memory());
    this.flat = elements.isFlat(launch.stores(), launch.columns());
    this.total = Math.multiplyExact(launch.rows(), launch.columns());
    this.parts = partials;
    this.chunk = (total + partials - 1) / partials;
    boolean checks = launch.checked() || launch.beginsStep();
    this.firstCheck = checks ? with.checks().reserve(parts) : -1;
    this.totals = new double[with.team().threads()][sums.count()];
  }

  @Override
  public void run() {
    elements.begin();
    with.team().run(parts, this);
    if (launch.beginsStep()) {
      with.memory().current.copyFrom(with.memory().next);
    }
  }

  @Override
  public void part(int part, int thread) {
    double[] partTotals = totals[thread];
    java.util.Arrays.fill(partTotals, 0);
    float finite = 0;
    float squares = 0;
    int columns = flat ? total : launch.columns();
    int at = Math.min(part * chunk, total);
    int end = Math.min(at + chunk, total);
    BlockScratch scratch = elements.scratch(thread);
    while (at < end) {
      int row = at / columns;
      int column = at % columns;
      int length = Math.min(columns - column, end - at);
      elements.segment(scratch, row, column, null, 0);
      for (int start = 0; start < length; start += BlockProgram.BLOCK) {
        int count = Math.min(BlockProgram.BLOCK, length - start);
        elements.block(scratch, start, count, row, column);
        sum(scratch, partTotals, start, count);
        for (int s = 0; s < launch.stores().size(); s++) {
          Store store = launch.stores().get(s);
          elements.store(store, scratch, start, count, row, column);
          if (launch.checked() && store.view().region() == Region.GRADIENT) {
            float[] stored = with.memory().of(Region.GRADIENT);
            int place = store.view().offset() + row * store.view().stride() + column + start;
            finite += with.arithmetic().finiteness(stored, place, count);
            squares += with.squares() ? with.arithmetic().sumOfSquares(stored, place, count) : 0;
          }
        }
      }
      at += length;
    }
    for (int i = 0; i < sums.count(); i++) {
      sums.put(i, part, partTotals[i]);
    }
    if (firstCheck >= 0) {
      float loss = launch.beginsStep() ? sums.finiteness(part) : 0;
      with.checks().put(firstCheck + part, finite + loss, squares);
    }
  }

  private void sum(BlockScratch scratch, double[] partTotals, int start, int count) {
    for (int i = 0; i < partTotals.length; i++) {
      int output = sums.output(i);
      partTotals[i] +=
          with.arithmetic()
              .sum(
                  elements.program().outputArray(scratch, output),
                  elements.program().outputOffset(scratch, output, start),
                  count);
    }
  }

  @Override
  public String routine() {
    return "map";
  }

  @Override
  public String variant() {
    return "blocks of " + BlockProgram.BLOCK;
  }

  @Override
  public int parts() {
    return parts;
  }
}
