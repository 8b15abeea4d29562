package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.gradcl.train.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line trains convolutions and recurrent layers on rows that are images. */
class ImageLayersTest {
  private static final int ROWS = 600;

  @TempDir private Path folder;
  private Path digits;

  @BeforeEach
  void writeDigits() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        IntStream.range(0, 64).mapToObj(i -> "pixel" + i).collect(Collectors.joining(","))
            + ",digit");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(Path.of("src/examples/data/digits.csv.gz"))),
                StandardCharsets.UTF_8))) {
      reader.lines().limit(ROWS).forEach(lines::add);
    }
    digits = Files.write(folder.resolve("digits.csv"), lines);
  }

  private CommandRun train(String layers, String shape, Path out) {
    return CommandRun.onJvm(
        "train",
        "--data",
        digits,
        "--target",
        "digit",
        "--text",
        "digit",
        "--input-shape",
        shape,
        "--layers",
        layers,
        "--epochs",
        "6",
        "--out",
        out);
  }

  /** Pixels that are always 0 keep their places. */
  @Test
  void aConvolutionLearnsDigits() throws IOException {
    Path out = folder.resolve("run");
    CommandRun run =
        train(
            "conv 8 3x3 padding=1 relu, conv 16 3x3 stride=2 padding=1 relu, flatten",
            "8x8x1",
            out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    Checkpoint saved = Checkpoint.load(out.resolve("model.safetensors"));
    assertThat(saved.modelText())
        .isEqualTo(
            "input 64; reshape 8x8x1; conv 8 3x3 relu padding=1; conv 16 3x3 relu stride=2"
                + " padding=1; flatten; dense 10 identity");
    String accuracy =
        run.out().lines().filter(line -> line.strip().startsWith("network")).findFirst().get();
    assertThat(Double.parseDouble(accuracy.replaceAll("[^0-9.]", ""))).isGreaterThan(85);

    CommandRun predicted =
        CommandRun.onJvm("predict", "--model", out.resolve("model.safetensors"), digits);
    assertThat(predicted.exitCode()).as(predicted.err()).isZero();
    assertThat(predicted.out().lines()).hasSize(ROWS + 1);

    CommandRun further = CommandRun.onJvm("train", "--resume", out, "--epochs", "7");
    assertThat(further.exitCode()).as(further.err()).isZero();
  }

  @Test
  void aRecurrentLayerReadsTheRows() {
    CommandRun run = train("lstm 24 return=last", "8x8", folder.resolve("run"));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void whatDoesNotFitIsSaidBeforeADeviceIsOpened() {
    CommandRun shape = train("conv 8 3x3 relu, flatten", "7x8x1", folder.resolve("a"));
    assertThat(shape.exitCode()).isNotZero();
    assertThat(shape.err())
        .contains("layer.0: reshape 7x8x1 asks for samples of 56 numbers, found shape [64]");
    CommandRun window = train("conv 8 9x9 relu, flatten", "8x8x1", folder.resolve("b"));
    assertThat(window.exitCode()).isNotZero();
    assertThat(window.err()).contains("layer.1:", "does not fit a height of 8", "+ 1 = 0");
    CommandRun unknown = train("convolution 8 3x3", "8x8x1", folder.resolve("c"));
    assertThat(unknown.exitCode()).isNotZero();
    assertThat(unknown.err()).contains("No layer is named 'convolution'; known are dense");
  }
}
