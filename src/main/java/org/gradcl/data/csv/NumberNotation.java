package org.gradcl.data.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers in a notation that is not read, since it would have to be guessed: 1.234 is one number
 * here and another there. They are recognised so that an error can name what they look like.
 */
final class NumberNotation {
  private static final int LONGEST = 60;

  /** Around the number, from the outside; what remains is group 1. */
  private static final List<Affix> AFFIXES =
      List.of(
          new Affix("=?([\"'`])(?<number>.+)\\1", "quotation marks"),
          new Affix("\\((?<number>.+)\\)", "parentheses"),
          new Affix("(?<number>.+?)\\s*[%\u2030\u066a\uff05]", "a percent sign"),
          new Affix(
              "[+-]?(?:[A-Za-z]{0,3}\\p{Sc}|EUR|USD|GBP|CHF|JPY|CNY|INR|Rs\\.?|kr\\.?)\\s*(?<number>.+)",
              "a currency sign"),
          new Affix(
              "(?<number>.+?)\\s*(?:\\p{Sc}|EUR|USD|GBP|CHF|JPY|CNY|INR|Rs\\.?|kr\\.?|z\u0142|K\u010d|Ft|,-{1,2})",
              "a currency sign"),
          new Affix(
              "[\u2010-\u2015\u2212\ufe63\uff0d](?<number>.+)", "a minus sign that is not '-'"),
          new Affix("(?<number>.*\\d)[-\u2212]", "a minus sign behind it"),
          new Affix("[+-]\\s+(?<number>.+)", "a blank behind its sign"));

  /** What is left, without a sign. */
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

  /** What the notation of a cell has that is not read, such as {@code a decimal comma}. */
  static Optional<String> of(String cell) {
    if (cell.length() > LONGEST || cell.isEmpty()) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>();
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

  private static Optional<String> tooLarge(String number) {
    return FiniteNumber.isNumber(number) ? Optional.of("a value beyond float64") : Optional.empty();
  }

  private static String withAsciiDigits(String cell) {
    StringBuilder text = new StringBuilder();
    cell.codePoints()
        .forEach(
            c -> {
              if (Character.isDigit(c)) {
                text.append(Character.digit(c, 10));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }
}
