package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.team.Task;
import org.gradcl.graph.RowProgram.Combine;
import org.gradcl.plan.RowLaunch;

/**
 * Row programs. The work is cut into pieces of rows, as {@link SumPieces} says; where there are few
 * rows, but many columns, into parts of the columns, for one pass of reductions after the other.
 *
 * <p>Columns are reduced in the same parts whether or not these are pieces, by their number alone,
 * so that a row has the same bits among few rows and many.
 */
final class RowsRunner implements Runner {
  /** Columns of a part, at least. */
  private static final int LEAST_PART = 512;

  private static final int MOST_PARTS = 64;

  /** With as many pieces of rows every thread has some. */
  private static final int MANY_ROWS = 8;

  /** Elements that are worth cutting columns. */
  private static final int LEAST_CUT = 32 * ElementBlock.ELEMENTS;

  private final RowLaunch launch;
  private final RunnerContext context;
  private final RowBody body;
  private final int[][] passes;
  private final BatchSums sums;
  private final int grain;
  private final int partColumns;
  private final int parts;
  private final boolean cut;
  private final SumPieces pieces;
  private final SumPieces partPieces;
  private final long cost;
  private final RowScratch[] scratches;

  /** Of cut columns the results of each part, by part and reduction, and then of all. */
  private final float[][][] partResults;

  private final float[][] totals;
  private final Task task = this::piece;
  private final Task part = this::part;
  private final Task partElements = this::partElements;
  private int pass;

  /** The working memory of one thread. */
  private static final class RowScratch {
    final CheckSum check;
    final float[][] reduced;
    final float[][] part;

    RowScratch(int reductions, int rows, RunnerContext context) {
      check = new CheckSum(context);
      reduced = new float[reductions][rows];
      part = new float[reductions][rows];
    }
  }

  RowsRunner(RowLaunch launch, RunnerContext context) {
    this.launch = launch;
    this.context = context;
    body = launch.isAcross() ? new RowsAcross(launch, context) : new RowsAlong(launch, context);
    passes = RowBody.passes(launch);
    grain = body.grain();
    int total = Math.multiplyExact(launch.rows(), launch.columns());
    int share = (launch.columns() + MOST_PARTS - 1) / MOST_PARTS;
    partColumns = Math.max(LEAST_PART, (share + LEAST_PART - 1) / LEAST_PART * LEAST_PART);
    parts = (launch.columns() + partColumns - 1) / partColumns;
    int grains = (launch.rows() + grain - 1) / grain;
    cut = parts > 1 && grains < MANY_ROWS && total >= LEAST_CUT;
    pieces =
        cut
            ? new SumPieces(1, 1, launch.checked(), context)
            : new SumPieces(total, grains, launch.checked(), context);
    partPieces = new SumPieces(cut ? total : 1, cut ? parts : 1, cut && launch.checked(), context);
    sums = new BatchSums(launch.sums(), pieces.count(), context);
    cost = body.cost();
    int reductions = launch.reductions().size();
    partResults = new float[cut ? parts : 0][reductions][launch.rows()];
    totals = new float[reductions][cut ? launch.rows() : 0];
    scratches = new RowScratch[context.team().threads()];
    for (int thread = 0; thread < scratches.length; thread++) {
      scratches[thread] = new RowScratch(reductions, body.mostRows(), context);
    }
  }

  @Override
  public void run() {
    body.begin();
    if (cut) {
      runParts();
    } else {
      context.run(task, pieces.count(), cost);
    }
    sums.fold();
    if (launch.beginsStep()) {
      context.memory().current.copyFrom(context.memory().next);
    }
  }

  private void piece(int piece, int thread) {
    RowScratch scratch = scratches[thread];
    scratch.check.begin();
    sums.begin(piece);
    int to = (int) Math.min((long) pieces.begin(piece + 1) * grain, launch.rows());
    int row = pieces.begin(piece) * grain;
    while (row < to) {
      int end = body.end(row, to);
      rows(row, end - row, scratch, piece, thread);
      row = end;
    }
    pieces.end(piece, scratch.check);
  }

  private void rows(int row, int count, RowScratch scratch, int piece, int thread) {
    body.use(scratch.reduced, row, thread);
    for (int p = 0; p < passes.length; p++) {
      reduce(p, row, count, scratch, thread);
    }
    CheckSum check = launch.checked() ? scratch.check : null;
    if (body.storesElements()) {
      body.elements(row, count, 0, launch.columns(), check, thread);
    }
    body.rows(row, count, sums, piece, check, thread);
  }

  private void reduce(int p, int row, int count, RowScratch scratch, int thread) {
    body.reduce(p, row, count, 0, columns(0), scratch.reduced, 0, thread);
    for (int each = 1; each < parts; each++) {
      int column = each * partColumns;
      body.reduce(p, row, count, column, columns(each), scratch.part, 0, thread);
      combine(p, scratch.part, scratch.reduced, count);
    }
  }

  private int columns(int each) {
    return Math.min(partColumns, launch.columns() - each * partColumns);
  }

  private void combine(int p, float[][] from, float[][] to, int count) {
    for (int number : passes[p]) {
      Combine combine = launch.reductions().get(number).combine();
      context.arithmetic().combine(combine, from[number], 0, to[number], 0, count);
    }
  }

  /** One pass after the other over all columns, part by part; then what is stored. */
  private void runParts() {
    int rows = launch.rows();
    for (int thread = 0; thread < scratches.length; thread++) {
      body.use(totals, 0, thread);
    }
    for (pass = 0; pass < passes.length; pass++) {
      context.run(part, partPieces.count(), cost);
      for (int number : passes[pass]) {
        System.arraycopy(partResults[0][number], 0, totals[number], 0, rows);
      }
      for (int each = 1; each < parts; each++) {
        combine(pass, partResults[each], totals, rows);
      }
    }
    if (body.storesElements()) {
      context.run(partElements, partPieces.count(), cost);
    }
    CheckSum check = scratches[0].check;
    check.begin();
    sums.begin(0);
    int row = 0;
    while (row < rows) {
      int end = body.end(row, rows);
      body.rows(row, end - row, sums, 0, launch.checked() ? check : null, 0);
      row = end;
    }
    pieces.end(0, check);
  }

  private void part(int piece, int thread) {
    for (int each = partPieces.begin(piece); each < partPieces.begin(piece + 1); each++) {
      int column = each * partColumns;
      int row = 0;
      while (row < launch.rows()) {
        int end = body.end(row, launch.rows());
        body.reduce(pass, row, end - row, column, columns(each), partResults[each], row, thread);
        row = end;
      }
    }
  }

  private void partElements(int piece, int thread) {
    CheckSum check = scratches[thread].check;
    check.begin();
    for (int each = partPieces.begin(piece); each < partPieces.begin(piece + 1); each++) {
      int column = each * partColumns;
      int row = 0;
      while (row < launch.rows()) {
        int end = body.end(row, launch.rows());
        body.elements(
            row, end - row, column, columns(each), launch.checked() ? check : null, thread);
        row = end;
      }
    }
    partPieces.end(piece, check);
  }

  @Override
  public String routine() {
    return launch.isAcross() ? "row across" : "row";
  }

  @Override
  public String variant() {
    return body.variant() + (cut ? ", " + parts + " parts of the columns" : "");
  }

  @Override
  public int pieces() {
    return cut ? partPieces.count() : pieces.count();
  }
}
