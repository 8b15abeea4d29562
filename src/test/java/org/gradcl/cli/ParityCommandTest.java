package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.io.SafetensorsContent;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.SafetensorsWriter;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.Golden;
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

  /** Convolutions, norms, tokens, several inputs; their last parameters are held to less. */
  @Test
  void recordsOfGraphsAreFollowed() {
    List<String> names =
        List.of(
            "batch-norm2d-sgd",
            "attention-causal-tied-embedding-adamw",
            "two-inputs-two-losses-adam",
            "accumulate-3-batch-norm-clip");
    CommandRun run = parity(names.stream().map(Golden::fileOfGraph).toArray(Path[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("evaluation (≤ 1e-05)", "4 passed, 0 failed");
    names.forEach(name -> assertThat(run.out()).containsPattern(name + " .* passed\\R"));
  }

  @Test
  void aRecordOfAGraphThatIsNotFollowedFails() throws IOException {
    SafetensorsContent content =
        SafetensorsReader.readAll(Golden.fileOfGraph("conv2d-stride-padding-relu-sgd"));
    Map<String, HostTensor> tensors = new LinkedHashMap<>(content.tensors());
    String name =
        tensors.keySet().stream().filter(n -> n.startsWith("final.")).findFirst().orElseThrow();
    double[] wrong = tensors.get(name).doubles().clone();
    double largest = Arrays.stream(wrong).map(Math::abs).max().orElseThrow();
    wrong[0] += 6e-5 * Math.max(1e-3, largest);
    tensors.put(name, HostTensor.of(name, tensors.get(name).shape(), wrong));
    Path file = folder.resolve("wrong.safetensors");
    SafetensorsWriter.write(file, tensors.values(), content.metadata());
    CommandRun run = parity(file);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsPattern("6\\.0e-05 > 3e-05 ! .* FAILED");
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
