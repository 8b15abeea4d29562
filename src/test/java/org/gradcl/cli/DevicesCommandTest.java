package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.device.DeviceSettings;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesCommandTest {
  @Test
  void listsEveryEngineWhetherItCanBeUsedOrNot() {
    CommandRun run = CommandRun.of("devices");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("CHOSEN")
        .containsPattern("\n +jvm +JVM engine.*(CHOSEN|FALLBACK_NOT_NEEDED)")
        .containsPattern("\n +opencl.*[A-Z]+_[A-Z]+");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void longPropertiesAreWrappedBetweenWords() {
    StringWriter text = new StringWriter();
    String words = "word ".repeat(30).strip();
    DevicesCommand.printProperties(new PrintWriter(text), Map.of("extensions", words));
    List<String> lines = text.toString().lines().toList();
    assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
    assertThat(lines.get(0)).startsWith("  extensions  word word");
    assertThat(lines.get(1)).startsWith("              word");
    assertThat(String.join(" ", lines).replace("extensions", "").split("\\W+", -1))
        .filteredOn("word"::equals)
        .hasSize(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "opencl", "gpu", "opencl:0:0"})
  void whateverDeviceIsAskedForAllAreListedAndBothChoicesSaid(String words) {
    CommandRun all = CommandRun.of("devices");
    CommandRun run = CommandRun.of("devices", "--device", words);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).doesNotContain("DENIED_BY_POLICY").startsWith(table(all));
    assertThat(all.out()).doesNotContain("With ");
    String choice = run.out().substring(table(all).length()).strip().lines().toList().get(0);
    assertThat(choice).startsWith("With --device " + words + ": ");
    if (words.equals("jvm")) {
      assertThat(choice).endsWith("asked for by --device jvm").contains(": JVM engine");
    }
  }

  /** The first part of what is printed: what auto picks, and every candidate. */
  private static String table(CommandRun run) {
    return run.out().substring(0, run.out().indexOf("\n\n"));
  }

  @Test
  void whatASettingOfTheProcessPicksIsSaidToo() {
    System.setProperty(DeviceSettings.PROPERTY, "jvm");
    try {
      CommandRun run = CommandRun.of("devices");
      assertThat(run.out())
          .contains("\nWith -Dgradcl.device=jvm: JVM engine")
          .doesNotContain("DENIED_BY_POLICY");
      assertThat(CommandRun.of("devices", "--device", "auto").out())
          .contains("\nWith --device auto: ")
          .doesNotContain("-Dgradcl.device");
    } finally {
      System.clearProperty(DeviceSettings.PROPERTY);
    }
  }

  @Test
  void aDeviceThatNobodyHasIsReportedNotAnError() {
    CommandRun run = CommandRun.of("devices", "--device", "no such device");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("CHOSEN", "\nWith --device no such device: No device for 'no such device'");
  }

  @Test
  @RequiresOpenCl
  void programsAreSavedAsTheDriverCompiledThem(@TempDir Path folder) throws IOException {
    Path binaries = folder.resolve("made/by it");
    CommandRun run =
        CommandRun.of("devices", "--device", "opencl", "--save-binaries", binaries.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<?, ?> index = (Map<?, ?>) JsonFile.read(binaries.resolve("binaries.json"));
    List<?> programs = (List<?>) index.get("programs");
    assertThat(run.out()).contains(programs.size() + " programs of ");
    assertThat(((Map<?, ?>) index.get("properties")).containsKey("driver")).isTrue();
    String uses = "";
    for (Object entry : programs) {
      Map<?, ?> program = (Map<?, ?>) entry;
      assertThat(Files.size(binaries.resolve((String) program.get("binary"))))
          .isPositive()
          .isEqualTo(((Number) program.get("bytes")).longValue());
      assertThat(binaries.resolve((String) program.get("source")))
          .content()
          .contains("__kernel", (String) program.get("kernel"));
      assertThat((String) program.get("options")).startsWith("-cl-std=CL1.2");
      uses += program.get("uses");
    }
    assertThat(uses).contains("self-test: ", "W1: ", "W2: ", "W3: ", "W4: ");
    try (Stream<Path> files = Files.list(binaries)) {
      assertThat(files).hasSize(2 * programs.size() + 1);
    }
  }

  @Test
  void onlyACompilerHasBinaries(@TempDir Path folder) {
    Path binaries = folder.resolve("binaries");
    CommandRun run =
        CommandRun.of("devices", "--device", "jvm", "--save-binaries", binaries.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--save-binaries needs", "JVM engine", "--device opencl");
    assertThat(binaries).doesNotExist();
  }

  @Test
  void binariesDoNotMixWithOtherFiles(@TempDir Path folder) throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "mine");
    CommandRun mixed = CommandRun.of("devices", "--save-binaries", folder.toString());
    assertThat(mixed.exitCode()).isEqualTo(1);
    assertThat(mixed.err()).contains(folder.toString(), "binaries.json", "another folder");
    CommandRun file = CommandRun.of("devices", "--save-binaries", notes.toString());
    assertThat(file.exitCode()).isEqualTo(1);
    assertThat(file.err()).contains("takes a folder", notes.toString());
    assertThat(notes).hasContent("mine");
  }
}
