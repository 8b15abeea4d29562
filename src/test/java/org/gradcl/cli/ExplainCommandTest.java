package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir private Path folder;
  private String table;

  @BeforeEach
  void writeTable() throws IOException {
    table = SmallTable.write(folder).toString();
  }

  private CommandRun explain(String... more) {
    return CommandRun.onJvm("explain", "--data", table, "--target", "amount", more);
  }

  @Test
  void eachLaunchIsARowWithItsFormula() {
    CommandRun run = explain("--layers", "8 relu", "--batch-size", "16", "--optimizer", "sgd");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("NT 16×8×7", "TN 8×7×16", "maximum((product + layer.0.bias), 0)")
        .contains("reads input[0…112] (16×7)")
        .containsPattern("7 launches, \\d+ enqueues, .* a step of 16 samples on ")
        .contains("memory: ")
        .doesNotContain("GFLOP/s");
  }

  @Test
  void thePrecisionThatTheDeviceMakesOfTheFlagIsSaid() {
    CommandRun run = explain("--layers", "8 relu", "--precision", "float32_tensor");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("; FLOAT32, since it has no tensor cores for TF32");
    CommandRun unknown = explain("--precision", "float16");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("float16", "FLOAT32, FLOAT32_TENSOR");
  }

  @Test
  void profilingAddsTimes() {
    CommandRun run = explain("--profile");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("µs +share +GFLOP/s\n")
        .containsPattern("µs in launches, .* GFLOP/s; medians of 50 steps after .* of warm-up");
  }

  @Test
  void jsonIsTheSamePlan() throws IOException {
    CommandRun run = explain("--layers", "8 relu", "--batch-size", "16", "--profile", "--json");
    assertThat(run.exitCode()).isZero();
    Path file = Files.writeString(folder.resolve("plan.json"), run.out());
    Object json = JsonFile.read(file);
    assertThat(JsonFile.get(json, "rows")).isEqualTo(16.0);
    List<?> launches = (List<?>) JsonFile.get(json, "launches");
    assertThat(launches).hasSize(7);
    double flops = 0;
    double share = 0;
    for (Object launch : launches) {
      flops += (double) JsonFile.get(launch, "flops");
      assertThat((double) JsonFile.get(launch, "microseconds")).isPositive();
      share += (double) JsonFile.get(launch, "share");
      assertThat((String) JsonFile.get(launch, "kernel")).isNotEmpty();
    }
    assertThat(share).isCloseTo(1, within(1e-9));
    assertThat(JsonFile.get(json, "profile", "runs")).isEqualTo(50.0);
    assertThat(JsonFile.get(json, "profile", "settled")).isInstanceOf(Boolean.class);
    assertThat((double) JsonFile.get(json, "profile", "microseconds")).isPositive();
    assertThat((double) JsonFile.get(json, "flops")).isCloseTo(flops, within(0.0));
    assertThat(JsonFile.get(launches.get(0), "shape")).isEqualTo("NT 16×8×7");
    assertThat((double) JsonFile.get(json, "memory", "device"))
        .isGreaterThan((double) JsonFile.get(json, "memory", "state"));
  }
}
