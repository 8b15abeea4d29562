package org.gradcl.data;

import java.util.Objects;
import org.gradcl.tensor.Shape;

/** Arrays of samples, as an {@link ArrayDataSet} holds them: flat, whole and finite. */
final class SampleArrays {
  /** The largest n up to which every whole number is a float32. */
  private static final int LARGEST_CLASS = 1 << 24;

  private SampleArrays() {}

  /**
   * Classes as targets.
   *
   * @throws DataException if one is negative or too large for float32
   */
  static float[] ofClasses(int[] classes) {
    Objects.requireNonNull(classes, "classes");
    float[] targets = new float[classes.length];
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] < 0) {
        throw new DataException(
            "Classes are numbered from 0, found " + classes[i] + " at sample " + i);
      }
      if (classes[i] > LARGEST_CLASS) {
        throw new DataException(
            String.format(
                "Classes are numbered from 0 to at most %d, found %d at sample %d; number those"
                    + " that occur from 0 on",
                LARGEST_CLASS, classes[i], i));
      }
      targets[i] = classes[i];
    }
    return targets;
  }

  /**
   * Rows as an array.
   *
   * @throws DataException if there are none, or too many for an array, or as the rows throw it
   */
  static float[] ofRows(String name, NumericRows rows) {
    if (rows.rows() == 0) {
      throw empty(name);
    }
    float[] values = new float[length(rows.rows(), rows.width())];
    rows.copyTo(values);
    return values;
  }

  static int length(int samples, int elements) {
    long length = (long) samples * elements;
    if (length > ArrayDataSet.LARGEST_ARRAY) {
      throw new DataException(
          String.format(
              "%d samples of %d numbers do not fit into an array; use fewer, or a BatchSource of"
                  + " your own",
              samples, elements));
    }
    return (int) length;
  }

  static int samplesIn(String name, Shape shape, float[] values) {
    int elements = shape.elements();
    if (values.length == 0) {
      throw empty(name);
    }
    if (values.length % elements != 0) {
      throw new DataException(
          String.format(
              "The %s array has %d values, no multiple of the %d of its shape %s",
              name, values.length, elements, shape));
    }
    return values.length / elements;
  }

  static void requireFinite(String name, Shape shape, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            String.format(
                "The %s holds %s at row %d, column %d (both from 0); remove the row or replace the"
                    + " value by a finite number",
                name, values[i], i / shape.elements(), i % shape.elements()));
      }
    }
  }

  static int columns(String name, float[][] rows) {
    Objects.requireNonNull(rows, name + "s");
    if (rows.length == 0 || row(name, rows, 0).length == 0) {
      throw empty(name);
    }
    return rows[0].length;
  }

  private static float[] row(String name, float[][] rows, int row) {
    if (rows[row] == null) {
      throw new DataException(
          String.format(
              "The %s has null in place of row %d (from 0); give its numbers", name, row));
    }
    return rows[row];
  }

  static float[] flatten(String name, float[][] rows) {
    int columns = columns(name, rows);
    float[] values = new float[length(rows.length, columns)];
    for (int row = 0; row < rows.length; row++) {
      if (row(name, rows, row).length != columns) {
        throw new DataException(
            String.format(
                "The %s has %d values in row %d (from 0) but %d in row 0; all rows must be equally"
                    + " long",
                name, rows[row].length, row, columns));
      }
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return values;
  }

  private static DataException empty(String name) {
    return new DataException("The data is empty: there is no " + name + "; give at least one");
  }
}
