package org.gradcl.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.io.json.Json;
import org.junit.jupiter.api.Test;

/**
 * The page of figures says what was measured, and nothing typed in by hand: {@code mvn test
 * -Dgradcl.tests.updateSnapshots=true -Dtest=PerformancePageTest} makes its tables from the files
 * that {@code bench --json} wrote.
 */
class PerformancePageTest {
  private static final Path PAGE = Path.of("docs", "performance.md");
  private static final Path FOLDER = Path.of("docs", "performance");

  @Test
  void thePageSaysWhatWasMeasured() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(PerformancePage.files(page)).isNotEmpty();
    String rendered = PerformancePage.rendered(page, PerformancePageTest::figures);
    if (Boolean.getBoolean("gradcl.tests.updateSnapshots")) {
      Files.writeString(PAGE, rendered);
    } else {
      assertThat(page).isEqualTo(rendered);
    }
  }

  /** Of a file; empty if nobody has measured it. */
  private static Optional<Map<?, ?>> figures(String name) {
    Path file = FOLDER.resolve(name);
    try {
      return Files.exists(file)
          ? Optional.of((Map<?, ?>) Json.read(Files.readString(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  @Test
  void whereGradclIsSlowerIsSaid() {
    Map<String, Object> machine =
        Map.of("processor", "P avx2", "cores", 2L, "system", "S", "java", "17", "commit", "abc");
    Map<String, Object> figures =
        Map.of(
            "machine",
            machine,
            "systems",
            Map.of("JVM engine", "JVM engine, 2 threads"),
            "absent",
            List.of("DJL is not there: no Maven"),
            "peakMemoryBytes",
            Map.of("JVM engine", 430L << 20),
            "times",
            List.of(time("W1", 0.0123), time("W2", 123.4)),
            "ratios",
            List.of(ratio("W1", 16), ratio("W2", 0.87)));
    String page = "a\n<!-- figures: x.json -->\nold\n<!-- end -->\nb";
    assertThat(PerformancePage.files(page)).containsExactly("x.json");
    assertThat(PerformancePage.rendered(page, file -> Optional.of(figures)))
        .startsWith("a\n<!-- figures: x.json -->\n\nP avx2, 2 cores, S, Java 17, GradCL at `abc`.")
        .contains("- DJL is not there: no Maven")
        .contains("| best ms | JVM engine | best peer / JVM engine |\n|---|---|---|\n")
        .contains(
            "| W1 | 0.0123 | 16.00 |\n| W2 | 123 | 0.87 |\n| peak MiB of the process | 430 | |\n")
        .contains("JVM engine is slower than the best peer at W2.")
        .endsWith("<!-- end -->\nb")
        .doesNotContain("old");
    assertThat(PerformancePage.rendered(page, file -> Optional.empty()))
        .contains("Not measured at this state of the code; `src/bench/run` does.")
        .doesNotContain("old");
  }

  private static Map<String, Object> time(String workload, double bestMs) {
    return Map.of("workload", workload, "system", "JVM engine", "bestMs", bestMs);
  }

  private static Map<String, Object> ratio(String workload, double ratio) {
    return Map.of("workload", workload, "system", "JVM engine", "peerOverOwn", ratio);
  }
}
