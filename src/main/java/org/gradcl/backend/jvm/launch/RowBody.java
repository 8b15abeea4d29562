package org.gradcl.backend.jvm.launch;

import org.gradcl.graph.RowProgram.Combine;
import org.gradcl.plan.RowLaunch;

/**
 * How a row launch visits its domain: along its rows or across them. Safe for use by the threads of
 * a team, each by its number.
 */
interface RowBody {
  /** Rows of which a piece of the work has whole multiples, but for the last. */
  int grain();

  /** The most rows that are visited together. */
  int mostRows();

  /** The end of the rows that are visited together from a row on, of those before another. */
  int end(int row, int before);

  /** Reads what is the same for all elements; once a launch. */
  void begin();

  /** Where the results of earlier passes are found from now on, by reduction, from a row on. */
  void use(float[][] results, int firstRow, int thread);

  /**
   * Reduces some columns of some rows.
   *
   * @param pass which of the launch's
   * @param results takes the results, by reduction, from index {@code at} on
   */
  void reduce(
      int pass, int row, int rows, int column, int columns, float[][] results, int at, int thread);

  /** Computes and stores what is stored an element; the check may be null. */
  void elements(int row, int rows, int column, int columns, CheckSum check, int thread);

  /** Computes and stores what is stored a row, and adds it to sums; the check may be null. */
  void rows(int row, int rows, BatchSums sums, int piece, CheckSum check, int thread);

  /** How much work the launch is, in additions, roughly. */
  long cost();

  /** Whether anything is stored an element. */
  boolean storesElements();

  /** For {@code explain}. */
  String variant();

  /** The numbers of the reductions of each of a launch's passes. */
  static int[][] passes(RowLaunch launch) {
    return launch.passes().stream()
        .map(pass -> pass.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** The result of a reduction of nothing. */
  static float identity(Combine combine) {
    return switch (combine) {
      case SUM -> 0;
      case MAXIMUM -> Float.NEGATIVE_INFINITY;
      case MINIMUM -> Float.POSITIVE_INFINITY;
    };
  }
}
