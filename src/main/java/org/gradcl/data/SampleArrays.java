package org.gradcl.data;

import java.util.Objects;
import org.gradcl.tensor.Shape;

/** Arrays of samples, as an {@link ArrayDataSet} holds them: flat, whole and finite. */
final class SampleArrays {
  /** The largest n up to which every whole number is a float32. */
  private static final int LARGEST_INDEX = 1 << 24;

  private SampleArrays() {}

  /**
   * Indices as numbers.
   *
   * @throws DataException if one is negative or too large for float32
   */
  static float[] ofIndices(String name, Shape shape, int[] indices) {
    Objects.requireNonNull(indices, "indices");
    float[] values = new float[indices.length];
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] > LARGEST_INDEX) {
        throw noIndex(name, shape, String.valueOf(indices[i]), i);
      }
      values[i] = indices[i];
    }
    return values;
  }

  /**
   * Rows of whole numbers as indices.
   *
   * @throws DataException if one is no index, or as the rows throw it
   */
  static float[] ofIndexRows(String name, NumericRows rows) {
    float[] values = ofRows(name, rows);
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= LARGEST_INDEX && values[i] == Math.rint(values[i]))) {
        throw noIndex(name, Shape.of(rows.width()), String.valueOf(values[i]), i);
      }
    }
    return values;
  }

  private static DataException noIndex(String name, Shape shape, String found, int place) {
    return new DataException(
        String.format(
            "Indices of classes, categories and tokens are the whole numbers 0…%d, found %s in the"
                + " %s of sample %d (from 0)%s; number those that occur from 0 on",
            LARGEST_INDEX,
            found,
            name,
            place / shape.elements(),
            shape.rank() == 0 ? "" : " at column " + place % shape.elements()));
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
