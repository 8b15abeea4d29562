package org.gradcl.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls between rooms. */
class HouseTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.gradcl");

  static List<Room> rooms() {
    return Room.ALL;
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomUsesOnlyWhatItMay(Room room) {
    List<String> breaches = new ArrayList<>();
    int found = 0;
    for (JavaClass javaClass : CLASSES) {
      if (room.equals(Room.of(javaClass.getPackageName()))) {
        found++;
        for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
          if (!allowed(room, dependency.getTargetClass())) {
            breaches.add(dependency.getDescription());
          }
        }
      }
    }
    assertThat(found).as("classes found in %s", room.packageName()).isPositive();
    assertThat(breaches).as("what %s must not use", room.name()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomUsesWhatItsRowNames(Room room) {
    Set<String> used = new TreeSet<>();
    for (JavaClass javaClass : CLASSES) {
      if (room.equals(Room.of(javaClass.getPackageName()))) {
        for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
          Room other = Room.of(dependency.getTargetClass().getBaseComponentType().getPackageName());
          if (other != null) {
            used.add(other.name());
          }
        }
      }
    }
    assertThat(used).as("rooms that %s uses", room.name()).containsAll(room.uses());
  }

  private static boolean allowed(Room room, JavaClass target) {
    JavaClass element = target.getBaseComponentType();
    String used = element.getPackageName();
    boolean ofTheJdk = used.startsWith("java.") && !used.startsWith("java.awt");
    if (element.isPrimitive() || ofTheJdk || used.startsWith("org.slf4j")) {
      return true;
    }
    if (used.startsWith("org.gradcl")) {
      Room other = Room.of(used);
      return other != null && room.reachable().contains(other.name());
    }
    return room.libraries().stream()
        .anyMatch(library -> used.equals(library) || used.startsWith(library + "."));
  }

  /** As the sources have it: a class file shows neither whose a constant is nor Javadoc's links. */
  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsOnlyWhatItMay(Room room) {
    List<String> breaches = new ArrayList<>();
    for (SourceFile file : SourceFile.ALL) {
      if (room.equals(Room.of(file.packageName()))) {
        for (String imported : file.importedPackages()) {
          if (!room.reachable().contains(Room.of(imported).name())) {
            breaches.add(file + " imports from " + imported);
          }
        }
      }
    }
    assertThat(breaches).as("what %s must not import", room.name()).isEmpty();
  }

  @Test
  void noTwoTypesHaveOneName() {
    Map<String, Long> files =
        SourceFile.ALL.stream()
            .filter(file -> !file.isPackageInfo())
            .collect(Collectors.groupingBy(SourceFile::name, Collectors.counting()));
    files.values().removeIf(count -> count == 1);
    assertThat(files).as("names of several files in different packages").isEmpty();
  }

  @Test
  void everyClassIsInARoom() {
    assertThat(CLASSES.stream().filter(c -> Room.of(c.getPackageName()) == null)).isEmpty();
    assertThat(CLASSES.size()).isGreaterThan(100);
  }

  @Test
  void onePackageUsesTheVectorModule() {
    Set<String> users = new TreeSet<>();
    for (JavaClass javaClass : CLASSES) {
      for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
        if (dependency.getTargetClass().getPackageName().startsWith("jdk.incubator.vector")) {
          users.add(javaClass.getPackageName());
        }
      }
    }
    assertThat(users).containsExactly("org.gradcl.backend.jvm.vector");
  }

  @Test
  void onlyTheCommandLineWritesToStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.gradcl.cli..")
        .should(ACCESS_STANDARD_STREAMS)
        .orShould(USE_JAVA_UTIL_LOGGING)
        .because("the library logs through SLF4J")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.gradcl.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java/org/gradcl"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.list(folder)) {
          if (files.anyMatch(file -> file.toString().endsWith(".java"))) {
            Path info = folder.resolve("package-info.java");
            assertThat(info).exists();
            assertThat(Files.readString(info).replaceAll("\\s*\\R \\*\\s*", " "))
                .as(info.toString())
                .contains("For: ", "ay use: ", "ay be used by: ", "Threads: ");
          }
        }
      }
    }
  }

  @Test
  void theDocumentationShowsTheseRooms() throws IOException {
    assertThat(Files.readString(Path.of("docs/architecture.md")).replace("\r\n", "\n"))
        .as("docs/architecture.md holds the table of rooms; it should read\n%s", Room.table())
        .contains(Room.table().replace("\r\n", "\n"));
  }
}
