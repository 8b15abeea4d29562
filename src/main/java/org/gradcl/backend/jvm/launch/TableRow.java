package org.gradcl.backend.jvm.launch;

/** The row of a table that a number stands for. */
final class TableRow {
  /** What stands for no row. */
  static final int NONE = -1;

  private TableRow() {}

  /** The number without its fraction; {@link #NONE} if a table of so many rows has no such row. */
  static int of(float index, int rows) {
    return index >= 0 && index < rows ? (int) index : NONE;
  }
}
