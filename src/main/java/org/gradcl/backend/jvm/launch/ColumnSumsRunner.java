package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;

/**
 * The sum of each column of a matrix, the gradient of a bias: rows are added in order, so many at a
 * time, and then these parts, since one long sum would round more.
 */
final class ColumnSumsRunner implements Runner {
  private static final int PART_ROWS = 256;

  private final Region input;
  private final int base;
  private final int rows;
  private final int columns;
  private final int stride;
  private final Region output;
  private final int outputBase;
  private final RunnerContext context;
  private final int pieces;
  private final int firstCheck;
  private final float[][] sums;
  private final float[][] parts;
  private final CheckSum[] checkSums;
  private final Task task = this::piece;

  /** Sums of the columns of a matrix, each into one of numbers that follow each other. */
  ColumnSumsRunner(Place input, Place output, boolean checked, RunnerContext context) {
    this.input = input.region();
    this.base = input.base();
    this.rows = input.extent(0);
    this.columns = input.extent(1);
    this.stride = input.stride(0);
    this.output = output.region();
    this.outputBase = output.base();
    this.context = context;
    pieces = (columns + Block.ELEMENTS - 1) / Block.ELEMENTS;
    firstCheck = checked ? context.checks().reserve(pieces) : -1;
    sums = new float[context.team().threads()][Block.ELEMENTS];
    parts = new float[sums.length][Block.ELEMENTS];
    checkSums = new CheckSum[sums.length];
    for (int thread = 0; thread < sums.length; thread++) {
      checkSums[thread] = new CheckSum(context);
    }
  }

  @Override
  public void run() {
    context.run(task, pieces, (long) rows * columns);
  }

  private void piece(int piece, int thread) {
    float[] from = context.memory().of(input);
    int column = piece * Block.ELEMENTS;
    int count = Math.min(Block.ELEMENTS, columns - column);
    float[] columnSums = sums[thread];
    Arrays.fill(columnSums, 0, count, 0f);
    for (int first = 0; first < rows; first += PART_ROWS) {
      float[] part = parts[thread];
      Arrays.fill(part, 0, count, 0f);
      int end = Math.min(rows, first + PART_ROWS);
      for (int row = first; row < end; row++) {
        int place = base + row * stride + column;
        context.arithmetic().accumulate(from, place, part, count);
      }
      context.arithmetic().accumulate(part, 0, columnSums, count);
    }
    float[] to = context.memory().of(output);
    System.arraycopy(columnSums, 0, to, outputBase + column, count);
    if (firstCheck >= 0) {
      checkSums[thread].begin();
      checkSums[thread].add(columnSums, count);
      checkSums[thread].put(context.checks(), firstCheck + piece);
    }
  }

  @Override
  public String routine() {
    return "column sums";
  }

  @Override
  public String variant() {
    return Block.ELEMENTS + " columns";
  }

  @Override
  public int pieces() {
    return pieces;
  }
}
