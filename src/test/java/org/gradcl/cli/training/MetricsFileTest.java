package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradcl.train.report.EpochReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  @TempDir Path folder;

  @Test
  void aRowThatCannotBeWrittenIsSaidWithThePathAndACure() throws IOException {
    Path path = folder.resolve("metrics.csv");
    MetricsFile file = new MetricsFile(path, List.of());
    file.onBegin();
    file.close();
    EpochReport report = new EpochReport(1, 1, 8, 0.5, OptionalDouble.empty(), Map.of(), 0.1f, 1);
    assertThatThrownBy(() -> file.onEpoch(report))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll(path.toString(), "can't be written", "--out");
  }

  @Test
  void aFileThatCannotBeMadeIsSaidInWords() {
    MetricsFile file = new MetricsFile(folder.resolve("none/metrics.csv"), List.of());
    assertThatThrownBy(file::onBegin)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("none/metrics.csv can't be written: no such file", "--out");
  }
}
