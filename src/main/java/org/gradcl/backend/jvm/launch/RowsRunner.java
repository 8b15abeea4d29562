package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.graph.RowProgram.Combine;
import org.gradcl.plan.RowLaunch;

/**
 * Row programs: as many rows together as fit in a block, or one long row block by block. The work
 * is cut as {@link SumPieces} says.
 */
final class RowsRunner implements Runner {
  private final RowLaunch launch;
  private final RunnerContext context;
  private final BoundTape[] reductions;
  private final BoundTape elements;
  private final BoundTape rowElements;
  private final BatchSums sums;
  private final int rowsTogether;
  private final SumPieces pieces;
  private final long cost;
  private final RowScratch[] scratches;
  private final Task task = this::piece;

  /** The working memory of one thread. */
  private static final class RowScratch {
    final ElementBlock block = new ElementBlock();
    final ElementBlock rowBlock = new ElementBlock();
    final CheckSum check;
    final float[][] reduced;

    RowScratch(int reductions, int rows, RunnerContext context) {
      check = new CheckSum(context);
      reduced = new float[reductions][rows];
    }
  }

  RowsRunner(RowLaunch launch, RunnerContext context) {
    this.launch = launch;
    this.context = context;
    reductions = new BoundTape[launch.reductions().size()];
    for (int r = 0; r < reductions.length; r++) {
      reductions[r] =
          new BoundTape(
              launch.reductions().get(r).element(),
              launch.operands(),
              List.of(),
              launch.recordCopy(),
              launch.columns(),
              context);
    }
    elements =
        new BoundTape(
            launch.elements(),
            launch.operands(),
            launch.stores(),
            launch.recordCopy(),
            launch.columns(),
            context);
    rowElements =
        new BoundTape(
            launch.rowTape(),
            launch.operands(),
            launch.rowStores(),
            launch.recordCopy(),
            1,
            context);
    rowsTogether = Math.max(1, ElementBlock.ELEMENTS / launch.columns());
    int total = Math.multiplyExact(launch.rows(), launch.columns());
    pieces = new SumPieces(total, launch.rows(), launch.checked(), context);
    sums = new BatchSums(launch.sums(), pieces.count(), context);
    long perElement = elements.cost();
    for (BoundTape reduction : reductions) {
      perElement += reduction.cost();
    }
    cost = perElement * total + (long) rowElements.cost() * launch.rows();
    scratches = new RowScratch[context.team().threads()];
    for (int thread = 0; thread < scratches.length; thread++) {
      scratches[thread] = new RowScratch(reductions.length, rowsTogether, context);
      for (BoundTape reduction : reductions) {
        reduction.scratch(thread).reduced = scratches[thread].reduced;
      }
      elements.scratch(thread).reduced = scratches[thread].reduced;
      rowElements.scratch(thread).reduced = scratches[thread].reduced;
    }
  }

  @Override
  public void run() {
    for (BoundTape reduction : reductions) {
      reduction.begin();
    }
    elements.begin();
    rowElements.begin();
    context.run(task, pieces.count(), cost);
    sums.fold();
    if (launch.beginsStep()) {
      context.memory().current.copyFrom(context.memory().next);
    }
  }

  private void piece(int piece, int thread) {
    RowScratch scratch = scratches[thread];
    scratch.check.begin();
    sums.begin(piece);
    int to = pieces.begin(piece + 1);
    for (int row = pieces.begin(piece); row < to; row += rowsTogether) {
      rows(row, Math.min(rowsTogether, to - row), scratch, piece, thread);
    }
    pieces.end(piece, scratch.check);
  }

  private void rows(int row, int count, RowScratch scratch, int piece, int thread) {
    for (int r = 0; r < reductions.length; r++) {
      reduce(r, row, count, scratch, thread);
    }
    ElementBlock block = scratch.block;
    CheckSum check = launch.checked() ? scratch.check : null;
    if (elements.storesAnything()) {
      block.beginRectangle(row, count, 0, launch.columns());
      while (block.next()) {
        elements.compute(block, thread);
        elements.store(block, thread, check);
      }
    }
    ElementBlock rowBlock = scratch.rowBlock;
    rowBlock.beginRectangle(row, count, 0, 1);
    while (rowBlock.next()) {
      rowElements.compute(rowBlock, thread);
      sums.add(rowElements, rowBlock.rows, piece, thread);
      rowElements.store(rowBlock, thread, check);
    }
  }

  /** One reduction of some rows: the block holds whole rows, or a part of the only one. */
  private void reduce(int r, int row, int count, RowScratch scratch, int thread) {
    Combine combine = launch.reductions().get(r).combine();
    float[] results = scratch.reduced[r];
    ElementBlock block = scratch.block;
    block.beginRectangle(row, count, 0, launch.columns());
    while (block.next()) {
      reductions[r].compute(block, thread);
      float[] values = reductions[r].output(0, thread);
      for (int i = 0; i < block.rows; i++) {
        int start = i * block.columns;
        float result = reduced(combine, values, start, start + block.columns);
        int place = block.row - row + i;
        results[place] = block.column == 0 ? result : combined(combine, results[place], result);
      }
    }
  }

  private float reduced(Combine combine, float[] values, int from, int to) {
    return switch (combine) {
      case SUM -> context.arithmetic().sum(values, from, to);
      case MAXIMUM -> context.arithmetic().maximum(values, from, to);
      case MINIMUM -> context.arithmetic().minimum(values, from, to);
    };
  }

  private static float combined(Combine combine, float a, float b) {
    return switch (combine) {
      case SUM -> a + b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }

  @Override
  public String routine() {
    return "row";
  }

  @Override
  public String variant() {
    return rowsTogether + " rows together";
  }

  @Override
  public int pieces() {
    return pieces.count();
  }
}
