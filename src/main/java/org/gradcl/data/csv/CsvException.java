package org.gradcl.data.csv;

import java.io.IOException;
import java.nio.file.Path;
import org.gradcl.text.Printable;

/**
 * A CSV file that cannot be read. The message names the file, the line and the column as far as
 * they are known, says what was found and what to do.
 */
public class CsvException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final long line;
  private final String column;

  CsvException(Path file, long line, String column, String found, String advice) {
    super(
        Printable.line(
            file
                + (line > 0 ? ", line " + line : "")
                + (column == null ? "" : ", column '" + column + "'")
                + ": "
                + found
                + "; "
                + advice));
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /** {@return the file in question} */
  public Path file() {
    return file;
  }

  /**
   * {@return the line, counted from 1, in which the row in question begins; 0 if it is about no
   * line}
   */
  public long line() {
    return line;
  }

  /** {@return the name of the column in question; null if it is about no column} */
  public String column() {
    return column;
  }
}
