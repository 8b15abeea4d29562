package org.gradcl.data.csv;

import org.gradcl.data.table.ColumnSchema;

/** The kind of the cells of a column. */
enum ColumnKind {
  NUMBERS,
  TEXTS;

  static ColumnKind of(ColumnSchema column) {
    return column instanceof ColumnSchema.Numeric ? NUMBERS : TEXTS;
  }
}
