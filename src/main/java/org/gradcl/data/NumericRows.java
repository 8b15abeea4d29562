package org.gradcl.data;

/**
 * Rows of equally many numbers, which an {@link ArrayDataSet} can take; a {@link
 * org.gradcl.data.table.Table} is one.
 */
public interface NumericRows {
  /** {@return how many rows there are} */
  int rows();

  /** {@return how many numbers a row has, at least 1} */
  int width();

  /**
   * Writes all numbers, row by row.
   *
   * @param target of rows · width
   * @throws DataException if a number is missing, no number or too large for float32; the message
   *     says which and where
   */
  void copyTo(float[] target);
}
