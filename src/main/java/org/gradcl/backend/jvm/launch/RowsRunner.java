package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.graph.RowProgram.Combine;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Store;

/** Row programs. The parts of the work are the partial sums' ranges of rows. */
final class RowsRunner implements Runner, Team.Work {
  private final Launch.Rows launch;
  private final Launching with;
  private final List<Elements> reductions = new ArrayList<>();
  private final Elements elements;
  private final Elements rowElements;
  private final PartialSums sums;
  private final int parts;
  private final int chunk;
  private final int firstCheck;
  private final float[][] results;
  private final double[][] totals;

  RowsRunner(Launch.Rows launch, int partials, Launching with) {
    this.launch = launch;
    this.with = with;
    int count = launch.reductions().size();
    for (int r = 0; r < count; r++) {
      reductions.add(elements(launch.reductions().get(r).element(), r, launch.columns()));
    }
    this.elements = elements(launch.elements(), count, launch.columns());
    // One number a row: row vectors are not read here, so the domain has one column.
    this.rowElements = elements(launch.rowTape(), count, 1);
    this.sums = new PartialSums(launch.sums(), with.memory());
    this.parts = partials;
    this.chunk = (launch.rows() + partials - 1) / partials;
    this.firstCheck = launch.beginsStep() ? with.checks().reserve(parts) : -1;
    this.results = new float[with.team().threads()][count];
    this.totals = new double[with.team().threads()][sums.count()];
  }

  private Elements elements(org.gradcl.expr.Tape tape, int known, int columns) {
    return new Elements(tape, launch.operands(), null, known, launch.phase(), columns, with);
  }

  @Override
  public void run() {
    for (int r = 0; r < reductions.size(); r++) {
      reductions.get(r).begin();
    }
    elements.begin();
    rowElements.begin();
    with.team().run(parts, this);
    if (launch.beginsStep()) {
      with.memory().current.copyFrom(with.memory().next);
    }
  }

  @Override
  public void part(int part, int thread) {
    java.util.Arrays.fill(totals[thread], 0);
    int end = Math.min(part * chunk + chunk, launch.rows());
    for (int row = part * chunk; row < end; row++) {
      row(row, thread);
    }
    for (int i = 0; i < sums.count(); i++) {
      sums.put(i, part, totals[thread][i]);
    }
    if (firstCheck >= 0) {
      with.checks().put(firstCheck + part, sums.finiteness(part), 0);
    }
  }

  private void row(int row, int thread) {
    float[] reduced = results[thread];
    for (int r = 0; r < reductions.size(); r++) {
      reduced[r] = reduce(row, thread, r, reduced);
    }
    if (!launch.stores().isEmpty()) {
      BlockScratch scratch = elements.scratch(thread);
      elements.segment(scratch, row, 0, null, 0);
      elements.reductions(scratch, reduced);
      for (int start = 0; start < launch.columns(); start += BlockProgram.BLOCK) {
        int count = Math.min(BlockProgram.BLOCK, launch.columns() - start);
        elements.block(scratch, start, count, row, 0);
        for (int s = 0; s < launch.stores().size(); s++) {
          elements.store(launch.stores().get(s), scratch, start, count, row, 0);
        }
      }
    }
    BlockScratch scratch = rowElements.scratch(thread);
    rowElements.segment(scratch, row, 0, null, 0);
    rowElements.reductions(scratch, reduced);
    rowElements.block(scratch, 0, 1, row, 0);
    for (int s = 0; s < launch.rowStores().size(); s++) {
      Store store = launch.rowStores().get(s);
      rowElements.store(store, scratch, 0, 1, row, 0);
    }
    for (int i = 0; i < sums.count(); i++) {
      int output = sums.output(i);
      BlockProgram program = rowElements.program();
      totals[thread][i] +=
          program.outputArray(scratch, output)[program.outputOffset(scratch, output, 0)];
    }
  }

  private float reduce(int row, int thread, int r, float[] reduced) {
    Elements reduction = reductions.get(r);
    Combine combine = launch.reductions().get(r).combine();
    BlockScratch scratch = reduction.scratch(thread);
    reduction.segment(scratch, row, 0, null, 0);
    reduction.reductions(scratch, reduced);
    float result = 0;
    for (int start = 0; start < launch.columns(); start += BlockProgram.BLOCK) {
      int count = Math.min(BlockProgram.BLOCK, launch.columns() - start);
      reduction.block(scratch, start, count, row, 0);
      float[] array = reduction.program().outputArray(scratch, 0);
      int offset = reduction.program().outputOffset(scratch, 0, start);
      float block = combine(combine, array, offset, count);
      result = start == 0 ? block : combine(combine, result, block);
    }
    return result;
  }

  private float combine(Combine combine, float[] array, int offset, int count) {
    switch (combine) {
      case SUM:
        return with.arithmetic().sum(array, offset, count);
      case MAXIMUM:
        return with.arithmetic().maximum(array, offset, count);
      case MINIMUM:
        return with.arithmetic().minimum(array, offset, count);
    }
    throw new AssertionError(combine);
  }

  private static float combine(Combine combine, float a, float b) {
    switch (combine) {
      case SUM:
        return a + b;
      case MAXIMUM:
        return Math.max(a, b);
      case MINIMUM:
        return Math.min(a, b);
    }
    throw new AssertionError(combine);
  }

  @Override
  public String routine() {
    return "row";
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
