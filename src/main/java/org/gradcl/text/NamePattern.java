package org.gradcl.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A glob over names of tensors: {@code *} stands for any characters, dots too, as few as possible.
 *
 * @param text such as {@code blocks.*.weight}
 */
public record NamePattern(String text) {
  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public NamePattern {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "A pattern is a name with * for any characters, found '" + text + "'");
    }
  }

  private static int stars(String text) {
    return (int) text.chars().filter(c -> c == '*').count();
  }

  /**
   * Refuses a name into which this pattern can't put what its stars stand for.
   *
   * @throws IllegalArgumentException naming both
   */
  public void requireStars(String name) {
    if (name.isBlank() || stars(name) > stars(text)) {
      throw new IllegalArgumentException(
          String.format(
              "A name has at most as many * as its pattern, each for the pattern's * in turn; '%s'"
                  + " can't be renamed to '%s'",
              text, name));
    }
  }

  /** Whether it is a name of this pattern. */
  public boolean matches(String name) {
    return matcher(name).matches();
  }

  /** The other name with what the stars of this pattern stand for; empty if it does not match. */
  public Optional<String> rename(String name, String other) {
    Matcher matcher = matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String[] parts = other.split("\\*", -1);
    StringBuilder renamed = new StringBuilder(parts[0]);
    for (int star = 1; star < parts.length; star++) {
      renamed.append(matcher.group(star)).append(parts[star]);
    }
    return Optional.of(renamed.toString());
  }

  private Matcher matcher(String name) {
    String expression =
        Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("(.*?)"));
    return Pattern.compile(expression, Pattern.DOTALL).matcher(name);
  }
}
