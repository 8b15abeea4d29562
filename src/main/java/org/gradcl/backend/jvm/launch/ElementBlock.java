package org.gradcl.backend.jvm.launch;

/**
 * A part of a launch's domain that is computed in one go: some rows by some columns, at most {@link
 * #ELEMENTS} elements, which follow each other row by row in a register. Several rows are taken
 * together where rows are short, so that the cost of interpreting a tape is shared by many
 * elements.
 *
 * <p>Also the cursor over a range: {@code begin…}, then {@code while (next())}. Belongs to one
 * thread.
 */
final class ElementBlock {
  /** Long enough to pay for the interpretation, short enough for a dozen registers in cache. */
  static final int ELEMENTS = 512;

  /** The first row. */
  int row;

  /** The first column. */
  int column;

  /** The number of rows. */
  int rows;

  /** The number of columns. */
  int columns;

  private int domainColumns;
  private int at;
  private int end;
  private int firstColumn;

  /** The number of elements. */
  int size() {
    return rows * columns;
  }

  /** Begins a range of elements of a domain, counted row by row. */
  void beginElements(int from, int to, int columnsOfDomain) {
    domainColumns = columnsOfDomain;
    firstColumn = 0;
    at = from;
    end = to;
  }

  /** Begins a rectangle of a domain. */
  void beginRectangle(int firstRow, int rowCount, int firstOfColumns, int columnCount) {
    // Counted as if the domain began at the first column and had no other columns.
    domainColumns = columnCount;
    firstColumn = firstOfColumns;
    at = firstRow * columnCount;
    end = at + rowCount * columnCount;
  }

  /** Becomes a block of the same rows and one column, the first. */
  void beginRows(ElementBlock block) {
    row = block.row;
    column = block.column;
    rows = block.rows;
    columns = 1;
  }

  /** Moves on to the next block; false if there is none. */
  boolean next() {
    if (at >= end) {
      return false;
    }
    row = at / domainColumns;
    int inRow = at % domainColumns;
    column = firstColumn + inRow;
    if (inRow == 0 && domainColumns <= ELEMENTS && end - at >= domainColumns) {
      columns = domainColumns;
      rows = Math.min(ELEMENTS, end - at) / domainColumns;
    } else {
      columns = Math.min(Math.min(domainColumns - inRow, end - at), ELEMENTS);
      rows = 1;
    }
    at += rows * columns;
    return true;
  }
}
