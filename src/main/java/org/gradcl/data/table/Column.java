package org.gradcl.data.table;

/** A column of a {@link Table}: numbers or texts. Immutable. */
public sealed interface Column permits NumericColumn, TextColumn {
  /** {@return the name, unique in its table} */
  String name();

  /** {@return the number of rows} */
  int rows();

  /**
   * {@return whether a row has no value}
   *
   * @param row from 0
   */
  boolean isMissing(int row);

  /**
   * {@return the column with the given rows in the given order}
   *
   * @param rowNumbers from 0 to the number of rows − 1; may repeat
   * @throws IndexOutOfBoundsException if there is no such row
   */
  Column select(int... rowNumbers);
}
