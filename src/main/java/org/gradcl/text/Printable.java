package org.gradcl.text;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes text that others wrote, such as a cell or the name of a column, harmless and plain to see:
 * an escape sequence in it would rule the terminal, and a no-break space in it would make two
 * different words look alike. A character that nobody sees is shown by its number, such as {@code
 * U+00A0}; in a line, a line break or a tab becomes a dot.
 */
public final class Printable {
  /**
   * Controls, formats such as zero-width spaces, spaces but the usual one, and letters of no ink.
   */
  private static final String INVISIBLE =
      "\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Zs}\u034f\u115f\u1160\u2800\u3164\uffa0";

  private static final Pattern IN_A_LINE = Pattern.compile("[" + INVISIBLE + "&&[^ ]]");
  private static final Pattern IN_TEXT = Pattern.compile("[" + INVISIBLE + "&&[^ \\n\\t]]");
  private static final Pattern BREAK = Pattern.compile("[\\t\\v]");
  private static final String DOT = "·";

  private Printable() {}

  /** In one line: line breaks and tabs become dots. */
  public static String line(String anything) {
    return IN_A_LINE.matcher(anything).replaceAll(Printable::shown);
  }

  /** As {@link #line}, but line feeds and tabs stay. */
  public static String text(String anything) {
    return IN_TEXT.matcher(anything).replaceAll(Printable::shown);
  }

  /** The text, or its first characters where it has more than so many. */
  public static String beginning(String text, int characters) {
    return text.codePointCount(0, text.length()) <= characters
        ? text
        : text.substring(0, text.offsetByCodePoints(0, characters - 1)) + "…";
  }

  private static String shown(MatchResult invisible) {
    String character = invisible.group();
    return BREAK.matcher(character).matches()
        ? DOT
        : String.format(Locale.ROOT, "U+%04X", character.codePointAt(0));
  }
}
