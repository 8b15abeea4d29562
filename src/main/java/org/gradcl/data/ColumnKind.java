package org.gradcl.data;

/** What the cells of a column hold. */
enum ColumnKind {
  NUMBERS,
  TEXTS;

  static ColumnKind of(ColumnSchema column) {
    return column instanceof ColumnSchema.Numeric ? NUMBERS : TEXTS;
  }
}
