package org.gradcl.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pages under {@code docs}, for tests that a page keeps up with the code. */
public final class Documentation {
  private Documentation() {}

  /** The text of a page such as {@code mathematics.md}. */
  public static String page(String name) {
    try {
      return Files.readString(Path.of("docs", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the catalogue on {@code mathematics.md} under a heading has a row of a name. */
  public static boolean hasRow(String heading, String name) {
    return page("mathematics.md")
        .lines()
        .dropWhile(line -> !line.equals("## " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .anyMatch(line -> line.startsWith("| `" + name + "` |"));
  }
}
