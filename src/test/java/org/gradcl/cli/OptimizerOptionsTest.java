package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.train.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags of train and explain that change the optimiser. */
class OptimizerOptionsTest {
  @TempDir Path folder;
  private Path table;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    table = SmallTable.write(folder);
    out = folder.resolve("run");
  }

  private CommandRun train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", "--device", "jvm", "--out", out.toString(), "--layers", "8 relu"));
    arguments.addAll(List.of("--data", table.toString(), "--target", "amount"));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void flagsAreInTheTextOfTheOptimiser() throws IOException {
    CommandRun run =
        train(
            "--epochs",
            "3",
            "--schedule",
            "plateau patience=0 factor=0.5 threshold=0.5",
            "--accumulate",
            "2",
            "--clip",
            "1",
            "--optimizer",
            "adamw; lookahead",
            "--weight-decay",
            "0.05",
            "--no-decay",
            "*.bias,layer.1.*",
            "--ema",
            "0.9");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    String expected =
        "adamw beta1=0.9 beta2=0.999 epsilon=1.0E-8 weight_decay=0.05 learning_rate=0.001; schedule"
            + " plateau factor=0.5 patience=0 threshold=0.5 cooldown=0 floor=0; clip_norm=1; group"
            + " *.bias weight_decay=0; group layer.1.* weight_decay=0; accumulate=2; lookahead"
            + " every=5 alpha=0.5; ema=0.9";
    Object json = JsonFile.read(out.resolve("run.json"));
    assertThat(JsonFile.get(json, "configuration", "optimizer")).isEqualTo(expected);
    assertThat(Checkpoint.load(out.resolve("model.safetensors")).optimizerText())
        .isEqualTo(expected);
    List<String> epochs = Files.readAllLines(out.resolve("metrics.csv"));
    List<Double> rates =
        epochs.subList(1, 4).stream().map(row -> Double.parseDouble(row.split(",")[2])).toList();
    assertThat(rates.get(0)).isEqualTo(0.001);
    assertThat(rates.get(2)).as("the threshold is hardly ever met").isLessThan(0.001);
  }

  @Test
  void flagsThatCannotBeSaySo() {
    assertThat(train("--accumulate", "0").err()).contains("at least 1 batch", "accumulate=0");
    assertThat(train("--clip", "0").err()).contains("largest norm of the gradients", "found 0.0");
    assertThat(train("--ema", "1").err()).contains("ema lies between 0 and below 1, found 1");
    assertThat(train("--weight-decay", "-1").err()).contains("weight_decay is at least 0");
    assertThat(train("--schedule", "plateau factor=2").err()).contains("factor of a plateau");
    CommandRun both = train("--optimizer", "adam; clip_value=1", "--clip", "1");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("by their norm or element by element, not both");
    CommandRun unknown = train("--no-decay", "*.slope");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("group *.slope", "matches none", "layer.0.bias");
    assertThat(out).doesNotExist();
  }
}
