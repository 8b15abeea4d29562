package org.gradcl.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradcl.testing.Documentation;
import org.gradcl.train.TrainerBuilder;
import org.junit.jupiter.api.Test;

/** What the module lets programs see. That it runs as one is shown by {@code src/consumer}. */
class ModuleTest {
  private static final Path TYPES = Path.of("src/test/resources/org/gradcl/house/public-types.txt");
  private static final String DECLARATION = declaration();

  private static String declaration() {
    try {
      return Files.readString(Path.of("src/main/java/module-info.java"))
          .replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> exported() {
    return found("exports org\\.gradcl\\.([\\w.]+);", DECLARATION);
  }

  @Test
  void itExportsWhatTheDocumentationLists() {
    String paragraph =
        Documentation.page("architecture.md")
            .lines()
            .filter(line -> line.startsWith("What a program uses: "))
            .findFirst()
            .orElseThrow();
    String sentence = paragraph.substring(0, paragraph.indexOf(". The module"));
    assertThat(exported()).isEqualTo(found("`([\\w.]+)`", sentence)).hasSize(20);
    assertThat(DECLARATION).doesNotContain("opens ", " to ", "transitive");
  }

  @Test
  void itRequiresWhatTheLibraryUsesAndTheRestOnlyWhereItIsThere() {
    assertThat(found("requires ([\\w.]+);", DECLARATION))
        .containsExactly(
            "com.fasterxml.jackson.core",
            "de.siegmar.fastcsv",
            "jdk.management",
            "jocl",
            "org.slf4j");
    assertThat(found("requires static ([\\w.]+);", DECLARATION))
        .contains("jdk.incubator.vector", "info.picocli", "java.desktop");
  }

  @Test
  void itProvidesTheEnginesThatTheClassPathFinds() throws IOException {
    List<String> services =
        Files.readAllLines(
            Path.of("src/main/resources/META-INF/services/org.gradcl.backend.BackendProvider"));
    assertThat(found("(org\\.gradcl\\.backend\\.\\w+\\.\\w+)", DECLARATION))
        .containsExactlyInAnyOrderElementsOf(services);
  }

  @Test
  void itsPublicTypesAreTheOnesWeKnow() throws IOException {
    Set<String> exported = exported();
    List<String> types =
        PublicType.ALL.stream()
            .filter(type -> exported.contains(packageOf(type)))
            .map(type -> packageOf(type) + "." + type.name())
            .sorted()
            .toList();
    if (Boolean.getBoolean("gradcl.tests.updateSnapshots")) {
      Files.createDirectories(TYPES.getParent());
      Files.write(TYPES, types);
    }
    assertThat(types)
        .as(
            "what programs see; if a type is meant for them, put it into %s (or run this test with"
                + " -Dgradcl.tests.updateSnapshots=true), else make it package-private or move it",
            TYPES)
        .containsExactlyElementsOf(Files.readAllLines(TYPES));
  }

  private static String packageOf(PublicType type) {
    return type.file().path().getParent().toString().replace('\\', '/').replace('/', '.');
  }

  @Test
  void whatOnlyTestsNeedIsNotPublic() {
    assertThat(
            Arrays.stream(TrainerBuilder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName))
        .contains("model", "device", "deviceSettings", "build")
        .doesNotContain("files", "clock", "deviceSelector");
  }
}
