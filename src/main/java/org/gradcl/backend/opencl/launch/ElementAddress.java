package org.gradcl.backend.opencl.launch;

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
    if (place.axes().size() != 2) {
      throw new IllegalArgumentException(place + " is not a place over rows and columns");
    }
    String row = row(pointer, place, splice);
    if (place.form() != Place.Form.STRIDED) {
      return new ElementAddress(row + " + " + AT_COLUMN, "");
    }
    String stride = pointer + "_column_stride";
    splice.number(stride, place.stride(1));
    return new ElementAddress(row + " + " + AT_COLUMN + " * " + stride, stride);
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
