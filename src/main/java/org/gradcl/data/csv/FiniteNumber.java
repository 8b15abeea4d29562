package org.gradcl.data.csv;

/**
 * Numbers as usual in files: an optional sign, digits with an optional point, an optional decimal
 * exponent. Stricter than {@link Double#parseDouble}, which accepts {@code NaN}, {@code 1f} and
 * {@code 0x1p3} too.
 */
final class FiniteNumber {
  /** Numbers of this length without an exponent are finite: float64 reaches 1.8e308. */
  private static final int SMALL_DIGITS = 300;

  private FiniteNumber() {}

  /** The number, or NaN if the text is not a number or is too large for float64. */
  static double parse(String text) {
    if (!isNumber(text)) {
      return Double.NaN;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  /** Whether {@link #parse} returns a number; mostly decided without parsing. */
  static boolean isFinite(String text) {
    if (!isNumber(text)) {
      return false;
    }
    boolean small = text.length() <= SMALL_DIGITS && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    return small || Double.isFinite(Double.parseDouble(text));
  }

  /** Whether the text is written as a number, also one too large for float64. */
  static boolean isNumber(String text) {
    int at = skipSign(text, 0);
    int afterWhole = skipDigits(text, at);
    int digits = afterWhole - at;
    at = afterWhole;
    if (at < text.length() && text.charAt(at) == '.') {
      int afterFraction = skipDigits(text, at + 1);
      digits += afterFraction - (at + 1);
      at = afterFraction;
    }
    if (digits == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = skipSign(text, at + 1);
      at = skipDigits(text, exponent);
      if (at == exponent) {
        return false;
      }
    }
    return at == text.length();
  }

  private static int skipSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? at + 1 : at;
  }

  private static int skipDigits(String text, int at) {
    int next = at;
    while (next < text.length() && text.charAt(next) >= '0' && text.charAt(next) <= '9') {
      next++;
    }
    return next;
  }
}
