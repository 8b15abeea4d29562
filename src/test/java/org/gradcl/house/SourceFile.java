package org.gradcl.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of the library's Java, as text: for rules that compiled classes do not show.
 *
 * @param path below {@code src/main/java/org/gradcl}
 * @param text of the file
 */
record SourceFile(Path path, String text) {
  private static final Path ROOT = Path.of("src/main/java/org/gradcl");

  /** Every file, in order. */
  static final List<SourceFile> ALL = all();

  private static List<SourceFile> all() {
    try (Stream<Path> paths = Files.walk(ROOT)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .sorted()
          .map(path -> new SourceFile(ROOT.relativize(path), read(path)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text without block comments, among them Javadoc; line comments stay. */
  String withoutComments() {
    return text.replaceAll("(?s)/\\*.*?\\*/", "");
  }

  boolean isPackageInfo() {
    return path.endsWith("package-info.java");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
