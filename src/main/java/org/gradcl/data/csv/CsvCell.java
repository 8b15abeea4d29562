package org.gradcl.data.csv;

import java.nio.file.Path;
import org.gradcl.text.Printable;

/** The content of a cell without the blanks around it, including those that are not visible. */
final class CsvCell {
  private static final int LONGEST_SHOWN = 40;

  private CsvCell() {}

  /** Without blanks, no-break and zero-width spaces and marks of direction around it. */
  static String strip(String cell) {
    int from = 0;
    int to = cell.length();
    while (from < to && isBlank(cell.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(cell.charAt(to - 1))) {
      to--;
    }
    return cell.substring(from, to);
  }

  /**
   * The byte order mark is kept: within a file it shows that several files were concatenated, or
   * that it was written twice, which the user should know.
   */
  private static boolean isBlank(char character) {
    if (character > ' ' && character < '\u007f') {
      return false;
    }
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || (character >= '\u200b' && character <= '\u200f')
        || (character >= '\u202a' && character <= '\u202e')
        || (character >= '\u2060' && character <= '\u2069')
        || character == '\u00ad'
        || character == '\u061c'
        || character == '\u180e';
  }

  /** Whether a byte order mark is at the beginning or the end. */
  static boolean hasByteOrderMark(String cell) {
    return !cell.isEmpty()
        && (cell.charAt(0) == '\ufeff' || cell.charAt(cell.length() - 1) == '\ufeff');
  }

  /** The refusal of a cell with a byte order mark. */
  static CsvException byteOrderMark(Path file, long line, String column, String cell) {
    return new CsvException(
        file,
        line,
        column,
        String.format("the cell '%s' holds a byte order mark within the file", shown(cell)),
        "remove it: either the file begins with two, or several files were concatenated");
  }

  /** The cell, or the beginning of a long one. */
  static String shown(String cell) {
    return Printable.beginning(cell, LONGEST_SHOWN);
  }
}
