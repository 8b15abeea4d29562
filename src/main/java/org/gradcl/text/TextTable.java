package org.gradcl.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table for people: columns as wide as their widest cell, numbers to the right. Built up, printed
 * once; one thread.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  /** A table with these headings. */
  public TextTable(String... headings) {
    columns = headings.length;
    rows.add(Stream.of(headings).map(Printable::line).toList());
  }

  /** Adds a row of as many cells as there are headings. */
  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  /** Adds a row of as many cells as there are headings. */
  public TextTable row(List<String> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(
          "A row of " + columns + " cells is needed, found " + cells.size() + ": " + cells);
    }
    rows.add(cells.stream().map(Printable::line).toList());
    return this;
  }

  /** Prints the headings, then the rows, each line indented by a gap. */
  public void print(PrintWriter out) {
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      numeric[column] = rows.size() > 1;
      for (int i = 0; i < rows.size(); i++) {
        String cell = rows.get(i).get(column);
        widths[column] = Math.max(widths[column], cell.length());
        numeric[column] &= i == 0 || isNumber(cell);
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        String padding = " ".repeat(widths[column] - cell.length());
        line.append(GAP).append(numeric[column] ? padding + cell : cell + padding);
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  /** Starts like a number, or stands for one or several, or is empty: a unit may follow. */
  private static boolean isNumber(String cell) {
    return cell.isEmpty() || cell.matches("[-+]?[0-9].*|NaN|[-+]?Infinity|–|…");
  }
}
