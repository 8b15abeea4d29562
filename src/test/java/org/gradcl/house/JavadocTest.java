package org.gradcl.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Javadoc must say and no compiler asks for: which threads may use a type, who closes it,
 * which errors a method throws. A package's rule about threads stands once, in its {@code
 * package-info}; the types that are an exception are linked there and say so themselves.
 */
class JavadocTest {
  private static final Pattern ONE_THREAD =
      Pattern.compile("(?i)\\bone thread\\b|\\bnot safe for use by several threads");
  private static final Pattern OWNER =
      Pattern.compile("(?i)\\b(?:whoever|owner|caller)\\b[^.]* closes");
  private static final Pattern LINK = Pattern.compile("\\{@link ([\\w.]+)(?:#\\w+)?\\}");
  private static final Pattern METHOD =
      Pattern.compile(
          "(?m)^ *(?:@\\w+(?:\\([^()]*\\))?\\s+)*public "
              + "(?!(?:static |final |sealed )*(?:class|record|interface|enum)\\b)"
              + "(?:[A-Z]\\w*|[^;{}=]*?\\)\\s*(?:throws [\\w., ]+)?)\\s*\\{");

  /** An assertion error is no answer to a caller: it says that the method itself is wrong. */
  private static final Pattern THROWN = Pattern.compile("throw new (?!AssertionError)(\\w+)");

  /** The rooms that a program uses, by {@code docs/architecture.md}, and what they stand on. */
  private static final Set<String> USED_BY_PROGRAMS =
      Set.of(
          "tensor",
          "io",
          "data",
          "data/table",
          "data/csv",
          "data/image",
          "data/folder",
          "data/augment",
          "data/sequence",
          "expr",
          "graph",
          "catalogue",
          "nn",
          "loss",
          "metric",
          "optim",
          "random",
          "step",
          "device",
          "backend",
          "train",
          "train/report");

  static List<SourceFile> packages() {
    return SourceFile.ALL.stream().filter(SourceFile::isPackageInfo).toList();
  }

  private static List<PublicType> typesOf(SourceFile info) {
    return PublicType.ALL.stream()
        .filter(type -> type.file().path().getParent().equals(info.path().getParent()))
        .toList();
  }

  private static String threads(SourceFile info) {
    Matcher paragraph =
        Pattern.compile("<p>Threads: (.*?)(?: <p>.*)?$")
            .matcher(PublicType.javadocBefore(info, info.text().indexOf("\npackage ")));
    return paragraph.find() ? paragraph.group(1) : "";
  }

  private static List<String> linked(SourceFile info) {
    List<String> names = new ArrayList<>();
    Matcher link = LINK.matcher(threads(info));
    while (link.find()) {
      names.add(link.group(1));
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageSaysWhichThreadsMayUseItsTypes(SourceFile info) {
    assertThat(threads(info)).as("threads in %s", info).contains("thread");
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aTypeForOneThreadIsNamedByItsPackage(SourceFile info) {
    List<String> named = linked(info);
    assertThat(typesOf(info))
        .filteredOn(type -> ONE_THREAD.matcher(type.javadoc()).find())
        .extracting(PublicType::name)
        .as("for one thread, by their own Javadoc, in %s", info)
        .allSatisfy(name -> assertThat(named).contains(name));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aTypeThatItsPackageNamesSpeaksOfThreads(SourceFile info) {
    List<PublicType> types = typesOf(info);
    assertThat(linked(info))
        .as("named in %s", info)
        .allSatisfy(
            name ->
                assertThat(types)
                    .filteredOn(type -> type.name().equals(name))
                    .singleElement()
                    .satisfies(type -> assertThat(type.javadoc()).contains("thread")));
  }

  @Test
  void everyPublicTypeHasJavadoc() {
    assertThat(PublicType.ALL).hasSizeGreaterThan(250);
    assertThat(PublicType.ALL).filteredOn(type -> type.javadoc().isEmpty()).isEmpty();
  }

  static List<PublicType> closeables() throws ClassNotFoundException {
    List<PublicType> closeables = new ArrayList<>();
    for (PublicType type : PublicType.ALL) {
      if (AutoCloseable.class.isAssignableFrom(
          Class.forName(type.qualifiedName(), false, JavadocTest.class.getClassLoader()))) {
        closeables.add(type);
      }
    }
    return closeables;
  }

  @ParameterizedTest
  @MethodSource("closeables")
  void whatIsClosedSaysByWhom(PublicType type) {
    assertThat(type.javadoc()).containsPattern(OWNER);
  }

  static List<SourceFile> usedByPrograms() {
    return SourceFile.ALL.stream()
        .filter(file -> !file.isPackageInfo())
        .filter(file -> USED_BY_PROGRAMS.contains(file.path().getParent().toString()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("usedByPrograms")
  void aMethodSaysWhatItThrows(SourceFile file) {
    String code = file.code();
    List<String> silent = new ArrayList<>();
    Matcher method = METHOD.matcher(code);
    while (method.find()) {
      if (method.group().contains("@Override")) {
        continue;
      }
      String javadoc = PublicType.javadocBefore(file, method.start());
      Matcher thrown =
          THROWN.matcher(
              code.substring(method.end(), SourceFile.closing(code, method.end(), '{', '}')));
      while (thrown.find()) {
        if (!javadoc.matches(".*@throws ([\\w.]+\\.)?" + thrown.group(1) + "\\b.*")) {
          silent.add(thrown.group(1) + " of " + method.group().strip());
        }
      }
    }
    assertThat(silent).as("thrown without a word in %s", file).isEmpty();
  }
}
