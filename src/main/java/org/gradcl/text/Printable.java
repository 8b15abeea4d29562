package org.gradcl.text;

import java.util.regex.Pattern;

/**
 * Makes text that others wrote, such as a cell or the name of a column, harmless: an escape
 * sequence in it would rule the terminal. What is replaced becomes a dot. The log's pattern, in
 * {@code logback.xml}, does as {@link #text} does.
 */
public final class Printable {
  private static final Pattern IN_A_LINE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
  private static final Pattern IN_TEXT = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");
  private static final String DOT = "·";

  private Printable() {}

  /** Without control characters and line breaks. */
  public static String line(String anything) {
    return IN_A_LINE.matcher(anything).replaceAll(DOT);
  }

  /** Without control characters but line feeds and tabs. */
  public static String text(String anything) {
    return IN_TEXT.matcher(anything).replaceAll(DOT);
  }
}
