package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.expr.Tape;
import org.gradcl.graph.RowProgram.Combine;
import org.gradcl.plan.RowLaunch;
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

    /** By reduction those of its windows. */
    final WindowCursor[][] windows;

    /** For each run of a block's rows how many windows read it. */
    final int[] readers = new int[ElementBlock.ELEMENTS];

    /** A block's values without those that are left out. */
    final float[] kept = new float[ElementBlock.ELEMENTS];

    Scratch(RowLaunch launch, int run) {
      int count = launch.reductions().size();
      parts = new float[count][ElementBlock.ELEMENTS];
      windows = new WindowCursor[count][];
      for (int i = 0; i < count; i++) {
        windows[i] =
            different(launch.reductions().get(i).windows()).stream()
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

  /** Those that may leave out other elements than one before them. */
  private static List<WindowedPlace> different(List<WindowedPlace> places) {
    List<WindowedPlace> different = new ArrayList<>();
    for (WindowedPlace place : places) {
      if (different.stream().noneMatch(place::leavesOutTheSame)) {
        different.add(place);
      }
    }
    return different;
  }

  /** The innermost axes of all windowed operands end with the same axes of the domain. */
  private static int run(RowLaunch launch) {
    return launch.reductions().stream()
        .flatMap(reduction -> reduction.windows().stream())
        .mapToInt(WindowedPlace::together)
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
    Combine combine = launch.reductions().get(number).combine();
    float[] inside =
        inside(scratch.windows[number], values, RowBody.identity(combine), block, scratch);
    if (combine == Combine.SUM && at == 0) {
      arithmetic.accumulateRows(inside, 0, block.columns, block.rows, results, block.columns);
      return;
    }
    for (int i = 0; i < block.rows; i++) {
      arithmetic.combine(combine, inside, i * block.columns, results, at, block.columns);
    }
  }

  /**
   * A block's values, where one is left out the identity instead: then all rows are combined in one
   * go, which yields the same bits. The values themselves stay, since others may read them.
   */
  private float[] inside(
      WindowCursor[] windows, float[] values, float identity, ElementBlock block, Scratch scratch) {
    if (windows.length == 0) {
      return values;
    }
    float[] inside = values;
    int size = Math.min(run, block.columns);
    int runs = block.columns / size;
    for (int i = 0; i < block.rows; i++) {
      if (readers(windows, block.row + i, block.column / run, runs, scratch.readers)
          == runs * windows.length) {
        continue;
      }
      if (inside == values) {
        inside = scratch.kept;
        System.arraycopy(values, 0, inside, 0, block.size());
      }
      for (int r = 0; r < runs; r++) {
        if (scratch.readers[r] < windows.length) {
          int from = i * block.columns + r * size;
          Arrays.fill(inside, from, from + size, identity);
        }
      }
    }
    return inside;
  }

  /** How many windows read each run from one on, and their sum. */
  private static int readers(WindowCursor[] windows, int column, int run, int runs, int[] readers) {
    Arrays.fill(readers, 0, runs, 0);
    int sum = 0;
    for (WindowCursor window : windows) {
      window.begin(column, run, runs);
      while (window.next()) {
        int at = window.first();
        for (int i = 0; i < window.count(); i++) {
          readers[at]++;
          at += window.period();
        }
        sum += window.count();
      }
    }
    return sum;
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
