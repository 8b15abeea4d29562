package org.gradcl.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people write them, the same in every locale. */
public final class Figures {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;
  private static final int DIGITS = 5;
  private static final int DIGITS_OF_DOUBLES = 15;

  private Figures() {}

  /** At most five significant digits, such as {@code 1,138.9}, {@code 583.21} or {@code 0.0429}. */
  public static String of(double value) {
    return significant(value, DIGITS);
  }

  /**
   * As many significant digits as tell values of that standard deviation apart, but at least five:
   * of values about 2,000,000 that differ by 3, five digits would all be the same.
   */
  public static String of(double value, double deviation) {
    double beyond = Math.floor(Math.log10(Math.abs(value) / deviation));
    int digits = (int) Math.max(DIGITS, Math.min(DIGITS + beyond, DIGITS_OF_DOUBLES));
    return significant(value, digits);
  }

  /** At most so many significant digits; whole numbers below 10¹⁵ keep all of theirs. */
  static String significant(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    if (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e15) {
      return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
  }

  /** A count with separators, such as {@code 43,152}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A count with its noun, such as {@code 1 row} or {@code 2,400 rows}. */
  public static String count(long value, String noun) {
    return count(value) + " " + noun + (value == 1 ? "" : "s");
  }

  /** A loss: five decimals where it is neither large nor tiny, so that lines can be compared. */
  public static String loss(double value) {
    double size = Math.abs(value);
    boolean plain = size == 0 || (size >= 1e-3 && size < 1e4);
    return String.format(Locale.ROOT, plain ? "%.5f" : "%.4e", value);
  }

  /** A duration, such as {@code 0.8 s}, {@code 42 s}, {@code 3:07 min} or {@code 2:05:00 h}. */
  public static String seconds(double value) {
    if (!(value < Long.MAX_VALUE)) {
      return "–";
    }
    if (value < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", value);
    }
    long whole = Math.round(value);
    if (whole < MINUTE) {
      return whole + " s";
    }
    return whole < HOUR
        ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
