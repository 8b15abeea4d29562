package org.gradcl.data;

import java.util.Locale;
import java.util.Set;

/** What people and programs write where they have no value. */
public final class MissingMarks {
  private static final Set<String> MARKS =
      Set.of(
          "na",
          "n/a",
          "n.a.",
          "n.a",
          "<na>",
          "#n/a",
          "#n/a n/a",
          "#na",
          "nan",
          "-nan",
          "+nan",
          "1.#qnan",
          "1.#ind",
          "-1.#ind",
          "#value!",
          "#div/0!",
          "#ref!",
          "#name?",
          "#num!",
          "#null!",
          "null",
          "(null)",
          "<null>",
          "\\n",
          "nil",
          "none",
          "nat",
          "undefined",
          "unknown",
          "missing",
          "(missing)",
          "<missing>",
          "blank",
          "(blank)",
          "n/d",
          "nd",
          "no data",
          "nodata",
          "?",
          "??",
          "-",
          "--",
          "---",
          "\u2013",
          "\u2014",
          "\u2212",
          ".",
          "..",
          "...",
          "\u2026",
          "*",
          "/",
          "n/k",
          "tbd");

  private static final int LONGEST = MARKS.stream().mapToInt(String::length).max().orElseThrow();

  private MissingMarks() {}

  /**
   * {@return whether a cell marks a missing value, as {@code NA}, {@code null}, {@code -} and
   * {@code ?} do in a column of numbers; in a column of texts they are texts like others}
   *
   * @param cell that is not empty, in letters of any case
   */
  public static boolean isMark(String cell) {
    return cell.length() <= LONGEST && MARKS.contains(cell.toLowerCase(Locale.ROOT));
  }
}
