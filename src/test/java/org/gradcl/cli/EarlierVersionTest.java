package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models and runs of a version that standardised indicators, kept constants and split at random.
 */
class EarlierVersionTest {
  private static final Path FILES = Path.of("src/test/resources/org/gradcl/earlier");
  private static final Path DATA = FILES.resolve("houses.csv");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"regression-run", "classification-run"})
  void aModelPredictsAsItDid(String name) throws IOException {
    Path run = FILES.resolve(name);
    assertThat(predictions(run.resolve("last.safetensors")))
        .isEqualTo(Files.readString(run.resolve("predictions-when-stopped.csv")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"regression-run", "classification-run"})
  void aRunGoesOnWithTheSplitAndSchemaThatItHad(String name) throws IOException {
    CommandRun resumed =
        CommandRun.of(
            "train",
            "--resume",
            FILES.resolve(name).toString(),
            "--data",
            DATA.toString(),
            "--out",
            folder.resolve("run").toString());
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out()).contains("epoch 300/300");
    assertThat(predictions(folder.resolve("run/model.safetensors")))
        .isEqualTo(Files.readString(FILES.resolve(name).resolve("predictions-when-finished.csv")));
  }

  private static String predictions(Path model) {
    CommandRun run = CommandRun.onJvm("predict", "--model", model, DATA);
    assertThat(run.err()).isEmpty();
    return run.out();
  }
}
