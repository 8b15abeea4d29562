package org.gradcl.data.csv;

/** Receives the cells of a table, row by row. */
interface CellConsumer {
  /**
   * The names of the columns.
   *
   * @return whether any cell is wanted
   */
  boolean begin(CsvHeader header);

  /**
   * A cell of a column that is read.
   *
   * @param column from 0
   * @param line in which the row begins, from 1
   * @param cell without the blanks around it; may be empty
   */
  void cell(int column, long line, String cell) throws CsvException;

  /** The end of a row. */
  void endRow(long line) throws CsvException;
}
