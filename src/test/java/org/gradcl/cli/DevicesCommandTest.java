package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  @Test
  void anEngineThatThePolicyExcludesIsDeniedUnscanned() {
    CommandRun run = CommandRun.of("devices", "--device", "jvm");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("JVM engine")
        .contains("asked for by --device jvm", "DENIED_BY_POLICY");
  }

  @Test
  void aDeviceThatNobodyHasIsReportedNotAnError() {
    CommandRun run = CommandRun.of("devices", "--device", "no such device");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("No device for 'no such device'").contains("NOT_NAMED");
  }
}
