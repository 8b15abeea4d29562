package org.gradcl.data.csv;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with an addition: a unit as in {@code 12 kg}, a magnitude as in {@code 5K}, a sign as in
 * {@code ~3} or {@code 7*}, an uncertainty as in {@code 1.5 ± 0.1}. They count as text, since
 * {@code 4wd} may be a category, but are often meant as numbers.
 */
final class NumberWithUnit {
  private static final int LONGEST = 40;
  private static final String DIGITS = "[+-]?\\d(?:[\\d.,'\\h]*\\d)?";
  private static final String UNIT =
      "[\\p{L}\u00b0\u00b5\u03a9\"'\u2032\u2033*\u2020\u2021][\\p{L}\u00b0\u00b5\u03a9\u00b2\u00b3*/^\u00b7.-]{0,9}\\d?";

  private static final Pattern BEHIND =
      Pattern.compile("(" + DIGITS + ")\\s*(?:" + UNIT + "|\u00b1\\s*" + DIGITS + ")");
  private static final Pattern IN_FRONT =
      Pattern.compile("[~\u2248<>\u2264\u2265\u00b1]=?\\s*(" + DIGITS + ")(?:\\s*" + UNIT + ")?");

  private NumberWithUnit() {}

  /** Whether a cell looks like a number with a unit. */
  static boolean isIn(String cell) {
    return cell.length() <= LONGEST && (isNumber(BEHIND, cell) || isNumber(IN_FRONT, cell));
  }

  private static boolean isNumber(Pattern pattern, String cell) {
    Matcher matcher = pattern.matcher(cell);
    return matcher.matches()
        && (FiniteNumber.isFinite(matcher.group(1))
            || NumberNotation.of(matcher.group(1)).isPresent());
  }
}
