package org.gradcl.data.table;

import java.util.Objects;
import org.gradcl.data.DataException;

/** A column of finite numbers, in float64; some may be missing. Immutable. */
public final class NumericColumn implements Column {
  private final String name;
  private final double[] values;

  private NumericColumn(String name, double[] values) {
    this.name = Objects.requireNonNull(name, "name");
    this.values = values;
  }

  /**
   * {@return a column of the given values; copied}
   *
   * @param name unique in a table
   * @param values one a row, all finite
   * @throws DataException if a value is not finite
   */
  public static NumericColumn of(String name, double... values) {
    return checked(name, false, values);
  }

  /**
   * {@return a column of the given values, of which some may be missing; copied}
   *
   * @param name unique in a table
   * @param values one a row, finite, or NaN where it is missing
   * @throws DataException if a value is infinite
   */
  public static NumericColumn withMissing(String name, double... values) {
    return checked(name, true, values);
  }

  /**
   * {@return a column over an array, which is neither copied nor looked at}
   *
   * @param name unique in a table
   * @param values one a row, finite, or NaN where it is missing; not to be written to
   */
  public static NumericColumn ofOwn(String name, double[] values) {
    return new NumericColumn(name, values);
  }

  private static NumericColumn checked(String name, boolean allowMissing, double... values) {
    for (int row = 0; row < values.length; row++) {
      if (!Double.isFinite(values[row]) && !(allowMissing && Double.isNaN(values[row]))) {
        throw new DataException(
            String.format(
                "Column '%s' holds %s in row %d (from 0); remove the row or replace the value by a"
                    + " finite number",
                name, values[row], row));
      }
    }
    return new NumericColumn(name, values.clone());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return values.length;
  }

  /**
   * {@return the number in a row, counted from 0; NaN if it is missing}
   *
   * @param row from 0
   */
  public double value(int row) {
    return values[row];
  }

  /**
   * {@return the numbers as indices of classes}
   *
   * @throws DataException if one is no whole number from 0 on that an int holds
   */
  public int[] classes() {
    int[] classes = new int[values.length];
    for (int row = 0; row < values.length; row++) {
      classes[row] = (int) values[row];
      if (classes[row] != values[row] || classes[row] < 0) {
        throw new DataException(
            String.format(
                "Column '%s' holds %s in row %d (from 0); classes are the whole numbers from 0 on:"
                    + " give numbers as targets, not as classes, or number the classes",
                name, values[row], row));
      }
    }
    return classes;
  }

  @Override
  public boolean isMissing(int row) {
    return Double.isNaN(values[row]);
  }

  @Override
  public NumericColumn select(int... rowNumbers) {
    double[] selected = new double[rowNumbers.length];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = values[rowNumbers[i]];
    }
    return new NumericColumn(name, selected);
  }
}
