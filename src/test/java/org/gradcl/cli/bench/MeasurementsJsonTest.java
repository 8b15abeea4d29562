package org.gradcl.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MeasurementsJsonTest {
  @Test
  void theKeysAreThoseThatTheDocumentationNamesAndLaunchesAreCounted() throws IOException {
    StringWriter writer = new StringWriter();
    Measurement measurement =
        new Measurement(
            "W1", "jvm", "JVM engine", 0.5, 0.25, 64000, 0.5, 1, 10, 12, 16, OptionalLong.of(4096));
    MeasurementsJson.write(writer, List.of(measurement));
    assertThat(writer.toString().replaceAll("\\s", ""))
        .isEqualTo(
            "[{\"workload\":\"W1\",\"engine\":\"jvm\",\"medianMs\":0.5,\"bestMs\":0.25,"
                + "\"samplesPerSecond\":64000.0,\"gflops\":0.5,\"bestGflops\":1.0,"
                + "\"launchesPerStep\":10,\"enqueuesPerStep\":12,\"allocatedBytesPerStep\":16,"
                + "\"peakMemoryBytes\":4096}]");
  }
}
