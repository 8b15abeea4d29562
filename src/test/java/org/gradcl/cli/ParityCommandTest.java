package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.io.SafetensorsContent;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.SafetensorsWriter;
import org.gradcl.tensor.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/org/gradcl/golden");
  private static final Path EXAMPLE = GOLDEN.resolve("seed-example.safetensors");

  @TempDir private Path folder;

  private static CommandRun parity(Path... records) {
    return CommandRun.onJvm("parity", (Object) records);
  }

  @Test
  void recordsThatAreFollowedPass() {
    CommandRun run = parity(EXAMPLE, GOLDEN.resolve("mlp-relu-adam-ce.safetensors"));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("JVM engine")
        .contains("losses (≤ 2e-06)", "first gradients (≤ 1e-05)", "last parameters (≤ 1e-04)")
        .containsPattern("seed-example +\\d\\.\\de-\\d+ .* passed\n")
        .endsWith("2 passed, 0 failed\n".replace("\n", System.lineSeparator()));
  }

  @Test
  void aRecordThatIsNotFollowedFails() throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(EXAMPLE);
    Map<String, HostTensor> tensors = new LinkedHashMap<>(content.tensors());
    HostTensor loss = tensors.get("loss");
    double[] wrong = loss.doubles().clone();
    wrong[wrong.length - 1] *= 1 + 1e-4;
    tensors.put("loss", HostTensor.of("loss", loss.shape(), wrong));
    Path file = folder.resolve("wrong.safetensors");
    SafetensorsWriter.write(file, tensors.values(), content.metadata());
    CommandRun run = parity(file, EXAMPLE);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("FAILED", " !").contains("1 passed, 1 failed");
  }

  @Test
  void aFileThatIsNoRecordFailsAndTheOthersRun() throws IOException {
    Path file = Files.writeString(folder.resolve("no.safetensors"), "no");
    CommandRun run = parity(file, folder.resolve("missing.safetensors"), EXAMPLE);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines().toList())
        .hasSize(2)
        .allMatch(line -> line.startsWith("gradcl: " + folder))
        .anyMatch(line -> line.contains("no.safetensors"))
        .anyMatch(line -> line.contains("missing.safetensors"));
    assertThat(run.out())
        .startsWith("JVM engine")
        .containsPattern("no.safetensors .* FAILED\n")
        .containsPattern("seed-example .* passed\n")
        .endsWith("1 passed, 2 failed\n".replace("\n", System.lineSeparator()));
  }

  @Test
  void aRunWhoseLossIsNotFiniteFailsAndTheOthersRun() throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(EXAMPLE);
    Path file = folder.resolve("huge.safetensors");
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.computeIfPresent("spec", (key, spec) -> spec.replace("0.5", "1e38"));
    SafetensorsWriter.write(file, content.tensors().values(), metadata);
    CommandRun run = parity(file, EXAMPLE);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("gradcl: " + file).hasLineCount(1);
    assertThat(run.out()).contains("1 passed, 1 failed");
  }

  @Test
  void withoutTheDeviceNothingIsReplayed() {
    CommandRun run = CommandRun.of("parity", "--device", "none", EXAMPLE.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("gradcl: No device for 'none'");
  }
}
