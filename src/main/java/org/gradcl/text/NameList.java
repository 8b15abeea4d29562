package org.gradcl.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names in a message: of thousands of columns a few, or the message would be out of sight. */
public final class NameList {
  private static final int SHOWN = 20;
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.:/@%+-]+");

  private NameList() {}

  /** All names, or the first of very many: {@code [a, b, c]}, {@code [a, b, … 1,980 more]}. */
  public static String of(Collection<String> names) {
    return names.size() <= SHOWN ? names.toString() : "[" + joined(names, SHOWN) + "]";
  }

  /**
   * The same, where one was sought that is not there: of very many names, those that may have been
   * meant come first.
   */
  public static String of(Collection<String> names, String sought) {
    if (names.size() <= SHOWN) {
      return names.toString();
    }
    return of(
        names.stream()
            .sorted(Comparator.comparing((String name) -> !areAlike(name, sought)))
            .toList());
  }

  /** Texts in their order without brackets, at most so many: {@code a, b, … 7 more}. */
  public static String joined(Collection<String> texts, int shown) {
    List<String> first = texts.stream().limit(shown).toList();
    String more = String.format(Locale.ROOT, ", … %,d more", texts.size() - first.size());
    return first.stream().collect(Collectors.joining(", "))
        + (texts.size() > first.size() ? more : "");
  }

  /** Names as they stand behind a flag of the command line, in quotes where a shell needs them. */
  public static String argument(Collection<String> names) {
    return names.stream().map(NameList::argument).collect(Collectors.joining(","));
  }

  private static String argument(String name) {
    if (PLAIN.matcher(name).matches()) {
      return name;
    }
    String whole = name.contains(",") || name.isEmpty() ? "\"" + name + "\"" : name;
    return "'" + whole.replace("'", "'\\''") + "'";
  }

  /** Whether two names differ in case, blanks, hyphens and underscores alone. */
  public static boolean areAlike(String name, String other) {
    return plain(name).equals(plain(other));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
  }
}
