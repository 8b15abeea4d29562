package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.expr.Tape;
import org.gradcl.graph.RowProgram.Combine;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.Store;

/** As many rows together as fit in a block, or one long row block by block. */
final class RowsAlong implements RowBody {
  private final RowLaunch launch;
  private final Arithmetic arithmetic;
  private final int[][] passes;
  private final RowTapes tapes;
  private final int rowsTogether;
  private final ElementBlock[] blocks;

  RowsAlong(RowLaunch launch, RunnerContext context) {
    this.launch = launch;
    arithmetic = context.arithmetic();
    passes = RowBody.passes(launch);
    tapes =
        new RowTapes(
            launch,
            (tape, stores) -> bound(tape, stores, launch.columns(), context),
            (tape, stores) -> bound(tape, stores, 1, context));
    rowsTogether = Math.max(1, ElementBlock.ELEMENTS / launch.columns());
    blocks = new ElementBlock[context.team().threads()];
    for (int thread = 0; thread < blocks.length; thread++) {
      blocks[thread] = new ElementBlock();
    }
  }

  private BoundTape bound(Tape tape, List<Store> stores, int columns, RunnerContext context) {
    return new BoundTape(tape, launch.operands(), stores, launch.recordCopy(), columns, context);
  }

  @Override
  public int grain() {
    return 1;
  }

  @Override
  public int mostRows() {
    return rowsTogether;
  }

  @Override
  public int end(int row, int before) {
    return Math.min(row + rowsTogether, before);
  }

  @Override
  public void begin() {
    tapes.begin();
  }

  @Override
  public void use(float[][] results, int firstRow, int thread) {
    tapes.use(results, firstRow, thread);
  }

  /** A block holds whole rows, or a part of the only one. */
  @Override
  public void reduce(
      int pass, int row, int rows, int column, int columns, float[][] results, int at, int thread) {
    ElementBlock block = blocks[thread];
    block.beginRectangle(row, rows, column, columns);
    while (block.next()) {
      tapes.reductions[pass].compute(block, thread);
      for (int output = 0; output < passes[pass].length; output++) {
        int number = passes[pass][output];
        Combine combine = launch.reductions().get(number).combine();
        float[] values = tapes.reductions[pass].output(output, thread);
        for (int i = 0; i < block.rows; i++) {
          int start = i * block.columns;
          float result = reduced(combine, values, start, start + block.columns);
          int place = at + block.row - row + i;
          float[] all = results[number];
          all[place] = block.column == column ? result : combined(combine, all[place], result);
        }
      }
    }
  }

  private float reduced(Combine combine, float[] values, int from, int to) {
    return switch (combine) {
      case SUM -> arithmetic.sum(values, from, to);
      case MAXIMUM -> arithmetic.maximum(values, from, to);
      case MINIMUM -> arithmetic.minimum(values, from, to);
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
  public void elements(int row, int rows, int column, int columns, CheckSum check, int thread) {
    ElementBlock block = blocks[thread];
    block.beginRectangle(row, rows, column, columns);
    while (block.next()) {
      tapes.elements.compute(block, thread);
      tapes.elements.store(block, thread, check);
    }
  }

  @Override
  public void rows(int row, int rows, BatchSums sums, int piece, CheckSum check, int thread) {
    ElementBlock block = blocks[thread];
    block.beginRectangle(row, rows, 0, 1);
    while (block.next()) {
      tapes.rows.compute(block, thread);
      sums.add(tapes.rows, block.rows, piece, thread);
      tapes.rows.store(block, thread, check);
    }
  }

  @Override
  public long cost() {
    return tapes.cost(launch);
  }

  @Override
  public boolean storesElements() {
    return tapes.elements.storesAnything();
  }

  @Override
  public String variant() {
    return rowsTogether + " rows together";
  }
}
