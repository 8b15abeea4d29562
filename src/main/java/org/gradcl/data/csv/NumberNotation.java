package org.gradcl.data.csv;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers in a notation that is not read, since its meaning would have to be guessed: 1.234 means
 * different numbers in different countries. They are recognised so that an error can name the
 * notation.
 */
final class NumberNotation {
  private static final int LONGEST = 60;

  /** Arabic and full-width ones. */
  private static final String POINTS = "\u066b\uff0e";

  private static final String COMMAS = "\u066c\uff0c";

  /** Codes and words that stand for a currency. */
  private static final String CURRENCY =
      "(?i:EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|RUB|UAH|TRY|BRL|MXN"
          + "|ARS|CLP|COP|CAD|AUD|NZD|SGD|HKD|TWD|KRW|THB|MYR|IDR|PHP|VND|ZAR|EGP|NGN|KES|ILS|AED"
          + "|SAR|DM|euros?|dollars?|pounds?|yen|rs\\.?|kr\\.?|s?fr\\.|z\u0142|k\u010d|ft"
          + "|\u0440\u0443\u0431\\.?|\u5186|\u5143|\uc6d0)";

  /** As in $5M, between the number and a currency. */
  private static final String MAGNITUDE =
      "(?:\\s*(?i:k|m|b|bn|mn|mio\\.?|mrd\\.?|tsd\\.?|thousand|million|billion|lakh|crore))?";

  /** Affixes of the number, from the outside. */
  private static final List<Affix> AFFIXES =
      List.of(
          new Affix("=?([\"'`])(?<number>.+)\\1", "quotation marks"),
          new Affix("['\u2019](?<number>[+-]?\\d.*)", "an apostrophe in front"),
          new Affix("\\((?<number>.+)\\)", "parentheses"),
          new Affix("%\\s*(?<number>.+)", "a percent sign"),
          new Affix("(?<number>.+?)\\s*[%\u2030\u066a\uff05]", "a percent sign"),
          new Affix(
              "[+-]?(?:[A-Za-z]{0,3}\\p{Sc}|" + CURRENCY + ")\\s*(?<number>.+?)" + MAGNITUDE,
              "a currency sign"),
          new Affix(
              "(?<number>.+?)" + MAGNITUDE + "\\s*(?:\\p{Sc}|" + CURRENCY + "|[,.:/]-{1,2})",
              "a currency sign"),
          new Affix("\\((?<number>.+)\\)", "parentheses"),
          new Affix(
              "[\u2010-\u2015\u2212\ufe63\uff0d](?<number>.+)", "a minus sign that is not '-'"),
          new Affix("(?<number>.*\\d)[-\u2212]", "a minus sign behind it"),
          new Affix("[+-]\\s+(?<number>.+)", "a blank behind its sign"));

  /** The forms of the rest, without a sign. */
  private static final List<Form> FORMS =
      List.of(
          new Form("\\d{1,3}(,\\d{3})", "a decimal comma or a thousands separator"),
          new Form("\\d{1,3}(,\\d{3})+(\\.\\d*)?", "thousands separators"),
          new Form("\\d{1,2}(,\\d{2})*,\\d{3}(\\.\\d*)?", "thousands separators"),
          new Form("\\d{1,3}(\\.\\d{3}){2,}", "thousands separators"),
          new Form("\\d{1,3}(\\.\\d{3})+,\\d*", "thousands separators and a decimal comma"),
          new Form("[1-9]\\d{0,2}([\\h'\u2019_]\\d{3})+(\\.\\d*)?", "thousands separators"),
          new Form(
              "[1-9]\\d{0,2}([\\h'\u2019_]\\d{3})+,\\d*",
              "thousands separators and a decimal comma"),
          new Form("\\d+(_\\d+)+(\\.\\d*)?", "thousands separators"),
          new Form("(\\d+,\\d*|,\\d+)([eE][+-]?\\d+)?", "a decimal comma"),
          new Form("0[xX][0-9a-fA-F]+", "hexadecimal digits"),
          new Form(
              "\\d+(?:[.,]\\d*)?\\s*[\u00d7x*\u00b7]\\s*10\\s*(\\^|\\*\\*)?\\s*[+-]?\\d+",
              "a power of ten"),
          new Form("(\\d+\\.?\\d*|\\.\\d+)[dD][+-]?\\d+", "an exponent behind a D"),
          new Form("(?i)inf|infinity|\u221e", "no finite value"));

  private record Affix(Pattern pattern, String what) {
    Affix(String pattern, String what) {
      this(Pattern.compile(pattern), what);
    }
  }

  private record Form(Pattern pattern, String what) {
    Form(String pattern, String what) {
      this(Pattern.compile("[+-]?(" + pattern + ")"), what);
    }
  }

  private NumberNotation() {}

  /** The property of the notation for which a cell is not read, such as {@code a decimal comma}. */
  static Optional<String> of(String cell) {
    if (cell.length() > LONGEST || !mayBeNumber(cell)) {
      return Optional.empty();
    }
    Set<String> found = new LinkedHashSet<>();
    String number = withAsciiDigits(cell);
    if (!number.equals(cell)) {
      found.add("digits of another script");
    }
    for (Affix affix : AFFIXES) {
      Matcher matcher = affix.pattern().matcher(number);
      if (matcher.matches()) {
        found.add(affix.what());
        number = CsvCell.strip(matcher.group("number"));
      }
    }
    String rest = number;
    if (Double.isNaN(FiniteNumber.parse(rest))) {
      Optional<String> form =
          FORMS.stream()
              .filter(f -> f.pattern().matcher(rest).matches())
              .map(Form::what)
              .findFirst()
              .or(() -> tooLarge(rest));
      if (form.isEmpty()) {
        return Optional.empty();
      }
      found.add(form.get());
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", found));
  }

  /** Most texts have no digit, and the patterns below are slow. */
  private static boolean mayBeNumber(String cell) {
    return cell.chars().anyMatch(c -> Character.isDigit(c) || c == '\u221e')
        || cell.toLowerCase(Locale.ROOT).contains("inf");
  }

  private static Optional<String> tooLarge(String number) {
    return FiniteNumber.isNumber(number) ? Optional.of("a value beyond float64") : Optional.empty();
  }

  private static String withAsciiDigits(String cell) {
    StringBuilder text = new StringBuilder();
    cell.codePoints()
        .forEach(
            c -> {
              if (POINTS.indexOf(c) >= 0 || COMMAS.indexOf(c) >= 0) {
                text.append(POINTS.indexOf(c) >= 0 ? '.' : ',');
              } else if (Character.isDigit(c)) {
                text.append(Character.digit(c, 10));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }
}
