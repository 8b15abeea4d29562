package org.gradcl.data.csv;

import java.util.Locale;
import java.util.Set;

/**
 * The marks that people and programs write for a missing value, in letters of any case. Words that
 * may as well be a category, such as {@code none}, mark a missing value only among numbers.
 */
public final class MissingMarks {
  private static final Set<String> ANYWHERE =
      words(
          "na|n/a|n.a.|n.a|<na>|#n/a|#n/a n/a|#na|nan|-nan|+nan|1.#qnan|1.#ind|-1.#ind|null|(null)"
              + "|<null>|\\n|missing|(missing)|<missing>|(blank)|n/d|n/k|no data|nodata|#value!"
              + "|#div/0!|#ref!|#name?|#num!|#null!|?|??|-|--|---|\u2013|\u2014|\u2212|...|\u2026");

  private static final Set<String> AMONG_NUMBERS =
      words("nil|none|nat|undefined|unknown|blank|nd|tbd|.|..|*|/");

  private static final int LONGEST = ANYWHERE.stream().mapToInt(String::length).max().orElseThrow();

  private MissingMarks() {}

  private static Set<String> words(String joined) {
    return Set.of(joined.split("\\|"));
  }

  /**
   * {@return whether a cell marks a missing value wherever it stands, as {@code NA}, {@code null},
   * {@code -} and {@code ?} do}
   *
   * @param cell that is not empty
   */
  public static boolean isMark(String cell) {
    return cell.length() <= LONGEST && ANYWHERE.contains(cell.toLowerCase(Locale.ROOT));
  }

  /**
   * {@return whether a cell of a column of numbers marks a missing value, as {@code none} does,
   * too}
   *
   * @param cell that is not empty
   */
  static boolean isMarkAmongNumbers(String cell) {
    return isMark(cell)
        || (cell.length() <= LONGEST && AMONG_NUMBERS.contains(cell.toLowerCase(Locale.ROOT)));
  }
}
