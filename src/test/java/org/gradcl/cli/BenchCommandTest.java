package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir private Path folder;

  @Test
  void figuresOfAWorkloadGoTogether() throws IOException {
    Path json = folder.resolve("bench.json");
    CommandRun run = CommandRun.onJvm("bench", "--seconds", "0.05", "--json", json, "w1");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("JVM engine", "W1", "8 - 32 tanh - 32 tanh - 1, batch 32, sgd");
    List<?> list = (List<?>) JsonFile.read(json);
    assertThat(list).hasSize(1);
    Map<?, ?> figures = (Map<?, ?>) list.get(0);
    assertThat(figures.get("workload")).isEqualTo("W1");
    assertThat(figures.get("engine")).isEqualTo("jvm");
    assertThat(figures.get("launchesPerStep")).isEqualTo(10.0);
    assertThat(figures.get("enqueuesPerStep")).isEqualTo(10.0);
    double medianMs = (double) figures.get("medianMs");
    assertThat((double) figures.get("bestMs")).isPositive().isLessThanOrEqualTo(medianMs);
    assertThat((double) figures.get("samplesPerSecond") * medianMs).isCloseTo(32e3, within(1e-3));
    assertThat((double) figures.get("gflops") * medianMs).isCloseTo(0.23552, within(1e-9));
  }

  @Test
  void productsAreCheckedAndTimedByName() throws IOException {
    Path json = folder.resolve("bench.json");
    CommandRun run =
        CommandRun.of(
            "bench",
            "--device",
            "jvm",
            "--seconds",
            "0",
            "--json",
            json.toString(),
            "matmul-tn-10x256x128");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("10 × 256 × 128, TN");
    Map<?, ?> figures = (Map<?, ?>) ((List<?>) JsonFile.read(json)).get(0);
    double bestMs = (double) figures.get("bestMs");
    assertThat((double) figures.get("bestGflops") * bestMs).isCloseTo(0.65536, within(1e-9));
  }

  @Test
  void theTableOfProductsIsWhole() {
    CommandRun run = CommandRun.of("bench", "--gemm", "W1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("leave out W1, or leave out --gemm");
  }

  @Test
  void sizesOfTheSweepStandBesideTheRoofline() throws IOException {
    Path json = folder.resolve("sweep.json");
    Path plot = folder.resolve("sweep.png");
    CommandRun run =
        CommandRun.onJvm(
            "bench", "--sweep", "--seconds", "0", "--json", json, "--plot", plot, "16x1", "16x12");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("roofline: ", "three layers of width 16, batch 12, sgd");
    Map<?, ?> sweep = (Map<?, ?>) JsonFile.read(json);
    assertThat(sweep.get("engine")).isEqualTo("jvm");
    double peak = (double) ((Map<?, ?>) sweep.get("roofline")).get("gflops");
    List<?> sizes = (List<?>) sweep.get("sizes");
    assertThat(sizes).hasSize(2);
    Map<?, ?> size = (Map<?, ?>) sizes.get(1);
    assertThat(size.get("batch")).isEqualTo(12.0);
    assertThat(size.get("launchesPerStep")).isEqualTo(10.0);
    double bestMs = (double) size.get("bestMs");
    assertThat((double) size.get("bestGflops") * bestMs).isCloseTo(0.049152, within(1e-9));
    double floorMs = (double) size.get("floorMs");
    assertThat(floorMs).isGreaterThan(0.999 * 0.049152 / peak);
    assertThat((double) size.get("shareOfRoofline") * bestMs).isCloseTo(floorMs, within(1e-9));
    assertThat(Files.readAllBytes(plot)).startsWith(0x89, 'P', 'N', 'G');
    CommandRun again = CommandRun.onJvm("bench", "--sweep", "--plot", plot, "16x1");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("--plot would replace " + plot, "or delete it");
  }

  @Test
  void aPredictionIsCheckedAndTimedByName() throws IOException {
    Path json = folder.resolve("bench.json");
    CommandRun run = CommandRun.onJvm("bench", "--seconds", "0", "--json", json, "predict-w1");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("one row through the net of W1");
    Map<?, ?> figures = (Map<?, ?>) ((List<?>) JsonFile.read(json)).get(0);
    assertThat(figures.get("launchesPerStep")).isEqualTo(3.0);
    double bestMs = (double) figures.get("bestMs");
    assertThat((double) figures.get("bestGflops") * bestMs).isCloseTo(0.002624, within(1e-9));
  }

  @Test
  void peersNeedACheckout() {
    CommandRun run = CommandRun.of("bench", "--peers", "W1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--peers builds the project src/bench, which is part of a checkout of GradCL");
  }

  @Test
  void flagsOfOtherMeasurementsAreRefused() {
    assertThat(CommandRun.of("bench", "--peers", "--precision", "float32_tensor").err())
        .contains("leave out --precision");
    assertThat(CommandRun.of("bench", "--sweep", "--peers").err())
        .contains("--sweep and --peers measure different things; leave out one");
    assertThat(CommandRun.of("bench", "--sweep", "--gemm").err())
        .contains("--sweep and --gemm measure different things; leave out one");
    assertThat(CommandRun.of("bench", "--gemm", "--conv").err())
        .contains("--gemm and --conv measure different things; leave out one");
    assertThat(CommandRun.of("bench", "--conv", "--peers").err())
        .contains("--conv and --peers measure different things; leave out one");
    assertThat(CommandRun.of("bench", "--plot", "x.png", "W1").err())
        .contains("--plot draws what --sweep measures; add --sweep, or leave it out");
    CommandRun run = CommandRun.of("bench", "--sweep", "W1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--sweep takes sizes as WIDTHxBATCH, such as 1024x512");
  }

  /** So many runs, one after the other, also show events that are released under way. */
  @Test
  @RequiresOpenCl
  void openClIsCheckedAndTimedToo() {
    CommandRun run =
        CommandRun.of("bench", "--device", "opencl", "--seconds", "0.3", "W1", "matmul-tn-512");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("W1 +opencl").containsPattern("matmul-tn-512 +opencl");
  }

  @Test
  void anUnknownWorkloadIsRefusedWithTheKnown() {
    CommandRun run = CommandRun.onJvm("bench", "W9");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("gradcl: There is no workload 'W9'; there are [W1, W2, W3, W4, matmul-nn-512");
  }

  @Test
  void aFolderThatIsNotThereIsSaidBeforeAnythingIsMeasured() {
    Path json = folder.resolve("absent").resolve("bench.json");
    CommandRun run = CommandRun.onJvm("bench", "--seconds", "0", "--json", json, "W1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "gradcl: The figures can't be written to "
                + json
                + ": there is no such folder; make it, or give another file");
    CommandRun place = CommandRun.of("bench", "--device", "jvm", "--json", folder.toString(), "W1");
    assertThat(place.exitCode()).isEqualTo(1);
    assertThat(place.out()).isEmpty();
    assertThat(place.err()).contains("--json takes a file, and " + folder + " is a folder; give");
  }

  @Test
  void impossibleSecondsAreRefused() {
    CommandRun run = CommandRun.of("bench", "--seconds", "-1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--seconds must be from 0 to 3600, found -1.0");
  }

  @Test
  void figuresAreReplacedAndNothingElse() throws IOException {
    Path json = folder.resolve("figures.json");
    String[] bench = {
      "bench", "--device", "jvm", "--seconds", "0", "--json", json.toString(), "W1"
    };
    for (String other : List.of("{}", "[1]", "[{\"x\":1}]", "no JSON")) {
      Files.writeString(json, other);
      CommandRun run = CommandRun.of(bench);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .contains("--json would replace " + json, "does not hold figures of 'gradcl bench'");
      assertThat(json).hasContent(other);
    }
    Files.writeString(json, "[{\"workload\":\"W9\"}]");
    assertThat(CommandRun.of(bench).exitCode()).isZero();
    assertThat(Files.readString(json)).contains("W1").doesNotContain("W9");
  }
}
