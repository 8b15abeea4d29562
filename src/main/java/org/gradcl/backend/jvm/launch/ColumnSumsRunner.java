package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.Store;

/**
 * The sum of each column of a matrix, the gradient of a bias: rows are added in order, so many at a
 * time, and then these parts, since one long sum would round more. The work is cut into strips of
 * columns and, where there are many rows, into pieces of rows, by the size of the matrix alone; the
 * pieces of a strip are added up in their order.
 */
final class ColumnSumsRunner implements Runner {
  private static final int PART_ROWS = 256;

  /** Elements of a piece of rows, about. */
  private static final int PIECE_ELEMENTS = 64 * ElementBlock.ELEMENTS;

  private final Region input;
  private final int base;
  private final int rows;
  private final int columns;
  private final int stride;
  private final Region output;
  private final int outputBase;
  private final RunnerContext context;
  private final int strips;
  private final int pieceRows;
  private final int rowPieces;
  private final int firstCheck;
  private final boolean inNorm;
  private final boolean adds;

  /** The sums of each piece of rows, strip by strip. */
  private final float[][] sums;

  private final float[][] parts;
  private final CheckSum[] checkSums;
  private final Task task = this::piece;
  private final Task fold = this::fold;

  /**
   * Sums of the columns of a matrix, each into one of numbers that follow each other.
   *
   * @param mode whether they replace what is there
   */
  ColumnSumsRunner(
      Place input, Place output, Store.Mode mode, boolean checked, RunnerContext context) {
    this.input = input.region();
    this.base = input.base();
    this.rows = input.extent(0);
    this.columns = input.extent(1);
    this.stride = input.stride(0);
    this.output = output.region();
    this.outputBase = output.base();
    this.context = context;
    strips = (columns + ElementBlock.ELEMENTS - 1) / ElementBlock.ELEMENTS;
    int partElements = PART_ROWS * Math.min(columns, ElementBlock.ELEMENTS);
    pieceRows = PART_ROWS * Math.max(1, PIECE_ELEMENTS / partElements);
    rowPieces = (rows + pieceRows - 1) / pieceRows;
    adds = mode == Store.Mode.ADD;
    inNorm = context.isInNorm(output);
    firstCheck = checked ? context.checks().reserve(strips) : -1;
    sums = new float[rowPieces * strips][Math.min(columns, ElementBlock.ELEMENTS)];
    parts = new float[context.team().threads()][ElementBlock.ELEMENTS];
    checkSums = new CheckSum[parts.length];
    for (int thread = 0; thread < parts.length; thread++) {
      checkSums[thread] = new CheckSum(context);
    }
  }

  @Override
  public void run() {
    context.run(task, pieces(), (long) rows * columns);
    context.run(fold, strips, (long) rowPieces * columns);
  }

  private void piece(int piece, int thread) {
    float[] from = context.memory().of(input);
    float[] part = parts[thread];
    int column = piece % strips * ElementBlock.ELEMENTS;
    int count = Math.min(ElementBlock.ELEMENTS, columns - column);
    Arrays.fill(sums[piece], 0f);
    int begin = piece / strips * pieceRows;
    int end = Math.min(rows, begin + pieceRows);
    for (int first = begin; first < end; first += PART_ROWS) {
      Arrays.fill(part, 0, count, 0f);
      int last = Math.min(end, first + PART_ROWS);
      int at = base + first * stride + column;
      context.arithmetic().accumulateRows(from, at, stride, last - first, part, count);
      context.arithmetic().accumulate(part, 0, sums[piece], count);
    }
  }

  /** Adds up the pieces of a strip. */
  private void fold(int strip, int thread) {
    int column = strip * ElementBlock.ELEMENTS;
    int count = Math.min(ElementBlock.ELEMENTS, columns - column);
    float[] columnSums = sums[strip];
    for (int piece = 1; piece < rowPieces; piece++) {
      context.arithmetic().accumulate(sums[piece * strips + strip], 0, columnSums, count);
    }
    float[] target = context.memory().of(output);
    if (adds) {
      context.arithmetic().accumulate(target, outputBase + column, columnSums, count);
    }
    System.arraycopy(columnSums, 0, target, outputBase + column, count);
    if (firstCheck >= 0) {
      checkSums[thread].begin();
      checkSums[thread].add(columnSums, count, inNorm);
      checkSums[thread].put(context.checks(), firstCheck + strip);
    }
  }

  @Override
  public String routine() {
    return "column sums";
  }

  @Override
  public String variant() {
    return ElementBlock.ELEMENTS + " columns, " + pieceRows + " rows";
  }

  @Override
  public int pieces() {
    return rowPieces * strips;
  }
}
