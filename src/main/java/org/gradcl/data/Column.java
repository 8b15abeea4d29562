package org.gradcl.data;

/** A column of a {@link Table}: numbers or texts. Immutable. */
public sealed interface Column permits NumericColumn, TextColumn {
  /** The name, unique in its table. */
  String name();

  /** The number of rows. */
  int rows();

  /**
   * The column with the given rows in the given order.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  Column select(int... rowNumbers);
}
