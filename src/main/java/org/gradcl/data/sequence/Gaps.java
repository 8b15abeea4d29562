package org.gradcl.data.sequence;

import org.gradcl.data.DataException;

/** Gaps in a series of equal steps. */
public final class Gaps {
  private Gaps() {}

  /**
   * {@return the series with its gaps filled: linearly between the values before and behind; before
   * the first value by it, behind the last by that one; copied}
   *
   * @param values NaN where there is none, as a column of a table has it
   * @throws DataException if there is no value at all
   */
  public static double[] interpolated(double... values) {
    double[] filled = values.clone();
    int before = -1;
    for (int step = 0; step < filled.length; step++) {
      if (!Double.isNaN(filled[step])) {
        fill(filled, before, step);
        before = step;
      }
    }
    if (before < 0) {
      throw new DataException(
          "The series has no value in " + values.length + " steps; give at least one");
    }
    fill(filled, before, filled.length);
    return filled;
  }

  /** Fills what lies between two steps, of which one may lie outside. */
  private static void fill(double[] values, int before, int behind) {
    for (int step = before + 1; step < behind; step++) {
      if (before < 0) {
        values[step] = values[behind];
      } else if (behind == values.length) {
        values[step] = values[before];
      } else {
        double share = (step - before) / (double) (behind - before);
        values[step] = values[before] + share * (values[behind] - values[before]);
      }
    }
  }
}
