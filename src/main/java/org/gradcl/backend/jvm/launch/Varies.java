package org.gradcl.backend.jvm.launch;

/** Along what the value of an instruction of a tape differs, within a block. */
enum Varies {
  /** The same for all elements of a launch. */
  NOWHERE,
  /** One number a row, repeated for each column. */
  BY_ROW,
  /** One number a column, repeated for each row, for all blocks of the same columns. */
  BY_COLUMN,
  /** One number an element. */
  BY_ELEMENT;

  /** Along what numbers differ that lie so far apart by row and by column. */
  static Varies of(AxisOffsets rows, AxisOffsets columns) {
    Varies byRow = rows.isConstant() ? NOWHERE : BY_ROW;
    Varies byColumn = columns.isConstant() ? NOWHERE : BY_COLUMN;
    return byRow == NOWHERE && byColumn == NOWHERE ? BY_ELEMENT : byRow.with(byColumn);
  }

  /** Along what a value of two differs. */
  Varies with(Varies other) {
    if (this == NOWHERE || this == other) {
      return other;
    }
    return other == NOWHERE ? this : BY_ELEMENT;
  }
}
