package org.gradcl.backend.opencl.launch;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradcl.plan.Place;

/**
 * The text with which element statements, over T, row and column, read and write a place.
 *
 * @param at the address of an element, of the first of a vector
 * @param columnStride the distance of the elements of a vector; empty if they are neighbours
 */
record ElementAddress(String at, String columnStride) {
  /** The row and column that element statements refer to. */
  private static final String AT_ROW = "(row) * ";

  private static final String AT_COLUMN = "(column)";

  /** Declares the strides of a place behind a pointer: neighbours in a row, or strided. */
  static ElementAddress of(String pointer, Place place, Splice splice) {
    if (place.form() == Place.Form.MATRIX) {
      return new ElementAddress(row(pointer, place, splice) + " + " + AT_COLUMN, "");
    }
    if (place.axes().size() == 2) {
      String stride = pointer + "_column_stride";
      splice.number(stride, place.stride(1));
      String row = row(pointer, place, splice);
      return new ElementAddress(row + " + " + AT_COLUMN + " * " + stride, stride);
    }
    List<Place.Axis> rows = place.axes().subList(0, place.rowAxes());
    List<Place.Axis> columns = place.axes().subList(place.rowAxes(), place.axes().size());
    String at =
        Stream.of(pointer, AxisText.offset("row", rows), AxisText.offset("column", columns))
            .filter(term -> !term.isEmpty())
            .collect(Collectors.joining(" + "));
    int stride = columns.get(columns.size() - 1).stride();
    return new ElementAddress(at, stride == 1 ? "" : Integer.toString(stride));
  }

  /** Declares the stride of a place of one number a row. */
  static ElementAddress perRow(String pointer, Place place, Splice splice) {
    return new ElementAddress(row(pointer, place, splice), "");
  }

  private static String row(String pointer, Place place, Splice splice) {
    splice.number(pointer + "_stride", place.stride(0));
    return pointer + " + " + AT_ROW + pointer + "_stride";
  }

  /** The address of one number a column. */
  static ElementAddress perColumn(String pointer) {
    return new ElementAddress(pointer + " + " + AT_COLUMN, "");
  }

  /** The expression that reads so much further on. */
  String loadAfter(String offset) {
    return new ElementAddress(at + " + " + offset, columnStride).load();
  }

  /** The expression that reads. */
  String load() {
    return columnStride.isEmpty()
        ? "LOAD_##T(" + at + ")"
        : "GATHER_##T(" + at + ", " + columnStride + ")";
  }

  /** The statement that writes. */
  String store(String value) {
    return columnStride.isEmpty()
        ? "STORE_##T(" + value + ", " + at + ");"
        : "SCATTER_##T(" + value + ", " + at + ", " + columnStride + ");";
  }
}
