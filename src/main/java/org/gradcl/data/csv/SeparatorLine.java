package org.gradcl.data.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line {@code sep=;} with which a CSV file may begin: as in Excel, it names the separator of
 * the cells.
 *
 * @param separator of cells
 * @param lines how many lines it takes: 1, or 0 if there is none
 */
record SeparatorLine(char separator, int lines) {
  private static final SeparatorLine NONE = new SeparatorLine(',', 0);

  /** The two characters {@code \t} mean a tab, which is hard to type. */
  private static final Pattern LINE =
      Pattern.compile(
          "\\h*(\"?)(?i:sep)=(\\\\t|[^\"\\r\\n\\p{Alnum}])\\1(?:\\h|\\2)*(\\r\\n|\\r|\\n)(?s:.*)");

  private static final Pattern MEANT = Pattern.compile("(?i:sep)\\s*=.{0,9}");

  /** Including the blanks around the line and the separators after it that spreadsheets add. */
  private static final int LONGEST = 256;

  /**
   * Whether a cell of a header is meant as such a line, which is not in the first line or holds
   * more.
   */
  static boolean isMeant(String cell) {
    return MEANT.matcher(cell).matches();
  }

  /** Reads the line if it is there, and nothing else. */
  static SeparatorLine take(BufferedReader reader) throws IOException {
    reader.mark(LONGEST);
    char[] start = new char[LONGEST];
    int length = 0;
    for (int read = 0; read >= 0 && length < LONGEST; length += Math.max(read, 0)) {
      read = reader.read(start, length, LONGEST - length);
    }
    reader.reset();
    Matcher line = LINE.matcher(new String(start, 0, length));
    if (!line.matches()) {
      return NONE;
    }
    reader.skip(line.end(3));
    String separator = line.group(2);
    return new SeparatorLine(separator.length() > 1 ? '\t' : separator.charAt(0), 1);
  }
}
