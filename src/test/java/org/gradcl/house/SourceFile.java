package org.gradcl.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of the library's Java, as text: for rules that compiled classes do not show.
 *
 * @param path below {@code src/main/java/org/gradcl}
 * @param text of the file
 */
record SourceFile(Path path, String text) {
  private static final Path ROOT = Path.of("src/main/java/org/gradcl");
  private static final Pattern NO_CODE =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(org\\.gradcl(?:\\.[a-z]\\w*)+)\\.[A-Z]");

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

  /** The file without {@code .java}. */
  String name() {
    return path.getFileName().toString().replace(".java", "");
  }

  String packageName() {
    return "org.gradcl." + path.getParent().toString().replace('\\', '.').replace('/', '.');
  }

  /** The packages of this library from which it imports, with and without {@code static}. */
  Set<String> importedPackages() {
    return IMPORT
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean isPackageInfo() {
    return name().equals("package-info");
  }

  /** The text with blanks for comments and literals: every index is that of the text. */
  String code() {
    return NO_CODE.matcher(text).replaceAll(found -> found.group().replaceAll("[^\\n]", " "));
  }

  /** The index of the bracket that closes the one before an index of {@link #code}. */
  static int closing(String code, int begin, char opens, char closes) {
    int open = 1;
    int at = begin;
    for (; open > 0; at++) {
      open += code.charAt(at) == opens ? 1 : code.charAt(at) == closes ? -1 : 0;
    }
    return at - 1;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
