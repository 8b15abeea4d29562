package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.expr.Tape;
import org.gradcl.graph.RowProgram.Combine;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.RowLaunch.LoweredReduction;
import org.gradcl.plan.Store;
import org.gradcl.plan.WindowedPlace;

/**
 * A strip of neighbouring rows at a time, over which columns are visited one after the other, each
 * number beside those of the rows beside it: where neighbours in memory are rows, and for all that
 * is read by windows. Blocks are turned: they have the columns of the domain for rows.
 *
 * <p>Sums are taken of so many columns at a time, and then of these parts, since one long sum would
 * round more.
 */
final class RowsAcross implements RowBody {
  private static final int PART_COLUMNS = 256;

  private final RowLaunch launch;
  private final Arithmetic arithmetic;
  private final int[][] passes;
  private final RowTapes tapes;

  /** Rows that windows read together. */
  private final int run;

  private final Scratch[] scratches;

  /** The working memory of one thread. */
  private static final class Scratch {
    final ElementBlock block = new ElementBlock();
    final float[][] parts;

    /** By reduction those of its windows, then the ends of stretches of rows that are inside. */
    final WindowCursor[][] windows;

    final int[] stretches = new int[ElementBlock.ELEMENTS + 2];

    Scratch(RowLaunch launch, int run) {
      int count = launch.reductions().size();
      parts = new float[count][ElementBlock.ELEMENTS];
      windows = new WindowCursor[count][];
      for (int i = 0; i < count; i++) {
        windows[i] =
            launch.reductions().get(i).windows().stream()
                .map(place -> new WindowCursor(place, run))
                .toArray(WindowCursor[]::new);
      }
    }
  }

  RowsAcross(RowLaunch launch, RunnerContext context) {
    this.launch = launch;
    arithmetic = context.arithmetic();
    passes = RowBody.passes(launch);
    run = run(launch);
    BiFunction<Tape, List<Store>, BoundTape> bound =
        (tape, stores) -> BoundTape.across(tape, stores, launch, run, context);
    tapes = new RowTapes(launch, bound, bound);
    scratches = new Scratch[context.team().threads()];
    for (int thread = 0; thread < scratches.length; thread++) {
      scratches[thread] = new Scratch(launch, run);
    }
  }

  /** The innermost axes of all windowed operands end with the same axes of the domain. */
  private static int run(RowLaunch launch) {
    return launch.reductions().stream()
        .flatMap(reduction -> reduction.windows().stream())
        .mapToInt(WindowedPlace::run)
        .min()
        .orElse(1);
  }

  @Override
  public int grain() {
    return run <= ElementBlock.ELEMENTS ? ElementBlock.ELEMENTS / run * run : run;
  }

  @Override
  public int mostRows() {
    return Math.min(grain(), ElementBlock.ELEMENTS);
  }

  @Override
  public int end(int row, int before) {
    int left =
        run <= ElementBlock.ELEMENTS ? grain() : Math.min(ElementBlock.ELEMENTS, run - row % run);
    return Math.min(row + left, before);
  }

  @Override
  public void begin() {
    tapes.begin();
  }

  @Override
  public void use(float[][] results, int firstRow, int thread) {
    tapes.use(results, firstRow, thread);
  }

  @Override
  public void reduce(
      int pass, int row, int rows, int column, int columns, float[][] results, int at, int thread) {
    clear(pass, results, at, rows);
    if (columns <= PART_COLUMNS) {
      reducePart(pass, row, rows, column, columns, results, at, thread);
      return;
    }
    float[][] parts = scratches[thread].parts;
    for (int first = column; first < column + columns; first += PART_COLUMNS) {
      int count = Math.min(PART_COLUMNS, column + columns - first);
      clear(pass, parts, 0, rows);
      reducePart(pass, row, rows, first, count, parts, 0, thread);
      for (int number : passes[pass]) {
        Combine combine = launch.reductions().get(number).combine();
        arithmetic.combine(combine, parts[number], 0, results[number], at, rows);
      }
    }
  }

  private void clear(int pass, float[][] results, int at, int rows) {
    for (int number : passes[pass]) {
      float identity = RowBody.identity(launch.reductions().get(number).combine());
      Arrays.fill(results[number], at, at + rows, identity);
    }
  }

  private void reducePart(
      int pass, int row, int rows, int column, int columns, float[][] results, int at, int thread) {
    ElementBlock block = scratches[thread].block;
    block.beginRectangle(column, columns, row, rows);
    while (block.next()) {
      tapes.reductions[pass].compute(block, thread);
      int shift = at + block.column - row;
      for (int output = 0; output < passes[pass].length; output++) {
        int number = passes[pass][output];
        float[] values = tapes.reductions[pass].output(output, thread);
        combine(number, values, block, results[number], shift, scratches[thread]);
      }
    }
  }

  private void combine(
      int number, float[] values, ElementBlock block, float[] results, int at, Scratch scratch) {
    LoweredReduction reduction = launch.reductions().get(number);
    if (reduction.windows().isEmpty() && reduction.combine() == Combine.SUM && at == 0) {
      arithmetic.accumulateRows(values, 0, block.columns, block.rows, results, block.columns);
      return;
    }
    for (int i = 0; i < block.rows; i++) {
      int from = i * block.columns;
      if (reduction.windows().isEmpty()) {
        arithmetic.combine(reduction.combine(), values, from, results, at, block.columns);
      } else {
        int[] ends = scratch.stretches;
        int count = stretches(scratch.windows[number], block, block.row + i, ends);
        for (int s = 0; s < count; s += 2) {
          int size = ends[s + 1] - ends[s];
          arithmetic.combine(
              reduction.combine(), values, from + ends[s], results, at + ends[s], size);
        }
      }
    }
  }

  /** Finds the stretches of a block's rows that no window leaves out, by first and end. */
  private int stretches(WindowCursor[] windows, ElementBlock block, int column, int[] ends) {
    for (WindowCursor window : windows) {
      window.begin(column, block.column / run);
    }
    int count = 0;
    int row = 0;
    int left = run - block.column % run;
    while (row < block.columns) {
      int end = Math.min(row + left, block.columns);
      boolean inside = true;
      for (WindowCursor window : windows) {
        inside &= window.address() >= 0;
        window.next();
      }
      if (inside && count > 0 && ends[count - 1] == row) {
        ends[count - 1] = end;
      } else if (inside) {
        ends[count] = row;
        ends[count + 1] = end;
        count += 2;
      }
      row = end;
      left = run;
    }
    return count;
  }

  @Override
  public void elements(int row, int rows, int column, int columns, CheckSum check, int thread) {
    ElementBlock block = scratches[thread].block;
    block.beginRectangle(column, columns, row, rows);
    while (block.next()) {
      tapes.elements.compute(block, thread);
      tapes.elements.store(block, thread, check);
    }
  }

  @Override
  public void rows(int row, int rows, BatchSums sums, int piece, CheckSum check, int thread) {
    ElementBlock block = scratches[thread].block;
    block.beginRectangle(0, 1, row, rows);
    while (block.next()) {
      tapes.rows.compute(block, thread);
      sums.add(tapes.rows, block.columns, piece, thread);
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
    return mostRows() + " rows beside each other";
  }
}
