package org.gradcl.data.csv;

import org.gradcl.data.table.ColumnSchema;

/** What the cells of a column hold. */
enum ColumnKind {
  NUMBERS,
  TEXTS;

  static ColumnKind of(ColumnSchema column) {
    return column instanceof ColumnSchema.Numeric ? NUMBERS : TEXTS;
  }
}
