package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradcl.data.table.Split;
import org.gradcl.random.RandomKey;
import org.gradcl.testing.LogCapture;
import org.gradcl.train.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;
  private Path table;
  private Path out;

  @BeforeEach
  void writeTable() throws IOException {
    table = SmallTable.write(folder);
    out = folder.resolve("run");
  }

  private CommandRun train(String... more) {
    return CommandRun.of(arguments(more));
  }

  private String[] arguments(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--device", "jvm", "--out", out.toString()));
    arguments.addAll(Arrays.asList(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void aRecordThatCannotBeWrittenIsSaidWithThePathAndACure() throws IOException {
    TrainCommand obstructed =
        new TrainCommand(
            (event, cancel) -> {
              if (event.step() == 1) {
                assertThat(out.resolve("run.json").toFile().mkdir()).isTrue();
              }
            });
    String[] arguments =
        arguments("--data", table.toString(), "--target", "amount", "--epochs", "1");
    CommandRun run = CommandRun.of(obstructed, Arrays.copyOfRange(arguments, 1, arguments.length));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("run.json can't be written: ", "model", "free space");
    assertThat(out.resolve("model.safetensors")).exists();
  }

  @Test
  void aNumberIsLearntAndEveryFileIsThere() throws IOException {
    CommandRun run =
        train(
            "--data",
            table.toString(),
            "--target",
            "amount",
            "--layers",
            "16 tanh",
            "--epochs",
            "60",
            "--learning-rate",
            "0.02");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("JVM engine")
        .contains("asked for by --device jvm")
        .contains("small.csv: 240 rows to train on, 30 to validate, 30 to test")
        .contains("epoch 60/60")
        .containsPattern("predict the mean +[0-9.]+\n +linear regression +[0-9.]+\n +network +");
    assertThat(run.out().lines().filter(line -> line.startsWith("epoch ")).count()).isEqualTo(60);

    Object json = JsonFile.read(out.resolve("run.json"));
    assertThat(JsonFile.get(json, "device", "engine")).isEqualTo("jvm");
    assertThat(JsonFile.get(json, "device", "name")).isInstanceOf(String.class);
    double mean = (double) JsonFile.get(json, "testRmse", "mean");
    double linear = (double) JsonFile.get(json, "testRmse", "linear");
    double network = (double) JsonFile.get(json, "testRmse", "network");
    assertThat(mean).isBetween(10.0, 30.0);
    assertThat(linear).isBetween(1.5, 5.0);
    assertThat(network).isLessThan(linear / 2);
    assertThat((double) JsonFile.get(json, "trainingSeconds")).isPositive();
    assertThat(JsonFile.get(json, "launchesPerStep")).isEqualTo(7.0);
    assertThat(JsonFile.get(json, "seed")).isEqualTo(1.0);
    assertThat(JsonFile.get(json, "configuration", "validation")).isEqualTo(0.1);
    assertThat(JsonFile.get(json, "configuration", "rows"))
        .isEqualTo(Map.of("training", 240.0, "validation", 30.0, "test", 30.0));
    assertThat(JsonFile.get(json, "configuration", "model"))
        .isEqualTo("dense 7 16 tanh; dense 16 1 identity");
    assertThat(JsonFile.get(json, "steps")).isEqualTo(60.0 * 8);
    assertThat(JsonFile.get(json, "versions", "java")).asString().isNotEmpty();

    List<String> metrics = Files.readAllLines(out.resolve("metrics.csv"));
    assertThat(metrics).hasSize(61);
    assertThat(metrics.get(0)).isEqualTo("epoch,step,learning_rate,loss,validation_loss,seconds");
    assertThat(metrics.get(60)).startsWith("60,480,");
    assertThat(out)
        .isDirectoryContaining("glob:**/loss.png")
        .isDirectoryContaining("glob:**/predictions.png")
        .isDirectoryContaining("glob:**/best.safetensors")
        .isDirectoryContaining("glob:**/last.safetensors");
    Checkpoint model = Checkpoint.load(out.resolve("model.safetensors"));
    assertThat(model.schema().orElseThrow().targets().get(0).name()).isEqualTo("amount");
    assertThat(model.parameters().get(0).shape().extents()).containsExactly(16, 7);
  }

  @Test
  void aClassIsLearntByCrossEntropy() throws IOException {
    CommandRun run = train("--data", table.toString(), "--target", "kind", "--epochs", "60");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("predict the most frequent", "validation accuracy", "softmax");
    Object json = JsonFile.read(out.resolve("run.json"));
    double majority = (double) JsonFile.get(json, "testAccuracy", "majority");
    double network = (double) JsonFile.get(json, "testAccuracy", "network");
    assertThat(majority).isBetween(0.2, 0.6);
    assertThat(network).isGreaterThan(0.85);
    assertThat(Files.readAllLines(out.resolve("metrics.csv")).get(0))
        .endsWith(",seconds,validation_accuracy");
    assertThat(out).isDirectoryContaining("glob:**/predictions.png");
  }

  @Test
  void severalTargetsHaveAFigureEach() throws IOException {
    CommandRun run = train("--data", table.toString(), "--target", "a,amount", "--epochs", "2");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("RMSE of a", "RMSE of amount");
    Object json = JsonFile.read(out.resolve("run.json"));
    double a = (double) JsonFile.get(json, "testRmseByTarget", "a", "mean");
    double amount = (double) JsonFile.get(json, "testRmseByTarget", "amount", "mean");
    double both = (double) JsonFile.get(json, "testRmse", "mean");
    assertThat(both * both).isCloseTo((a * a + amount * amount) / 2, within(1e-9));
  }

  @Test
  void aCategoryThatTrainingLacksIsOneWarning() throws IOException {
    Split split = Split.random(SmallTable.ROWS, 0.1, 0.1, RandomKey.ofSeed(0));
    List<String> lines = new ArrayList<>(Files.readAllLines(table));
    for (int row : new int[] {split.test()[0], split.test()[1], split.validation()[0]}) {
      lines.set(row + 1, lines.get(row + 1).replaceAll("dark|light", "glossy"));
    }
    Files.write(table, lines);
    StringWriter shown = new StringWriter();
    List<String> shownBefore = new ArrayList<>();
    try (LogCapture log = LogCapture.of("org.gradcl", event -> shownBefore.add(shown.toString()))) {
      int exitCode =
          Main.commandLine()
              .setOut(new PrintWriter(shown))
              .execute(
                  arguments("--data", table.toString(), "--target", "amount", "--epochs", "1"));
      assertThat(exitCode).isZero();
      assertThat(log.events()).hasSameSizeAs(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0)).contains("small.csv", "'shade'", "3 rows", "glossy");
    }
    // Which device trains is said first of all.
    assertThat(shownBefore.get(0)).startsWith("JVM engine").hasLineCount(1);
  }

  @Test
  void quietPrintsNothing() {
    CommandRun run =
        train("--data", table.toString(), "--target", "amount", "--epochs", "1", "--quiet");
    assertThat(run).isEqualTo(new CommandRun(0, "", ""));
    assertThat(out).isDirectoryContaining("glob:**/run.json");
  }

  @Test
  void patienceStopsEarlyAndRestoresTheBest() throws IOException {
    CommandRun run =
        train(
            "--data",
            table.toString(),
            "--target",
            "amount",
            "--epochs",
            "200",
            "--patience",
            "2",
            "--learning-rate",
            "0.05",
            "--schedule",
            "constant");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("stopped early; the weights are those of epoch ");
    Object json = JsonFile.read(out.resolve("run.json"));
    assertThat(JsonFile.get(json, "stopReason")).isEqualTo("EARLY_STOPPED");
    assertThat((double) JsonFile.get(json, "epochs"))
        .isEqualTo((double) JsonFile.get(json, "bestEpoch") + 2);
  }

  /** A number among the validation rows that float32 can't square. */
  @Test
  void anEarlyStopWithoutABestEpochSaysSo() throws IOException {
    Split split = Split.random(SmallTable.ROWS, 0.1, 0.1, RandomKey.ofSeed(0));
    List<String> lines = new ArrayList<>(Files.readAllLines(table));
    lines.set(1 + split.validation()[0], "0.1,0.1,dark,1e30,left");
    Files.write(table, lines);
    CommandRun run =
        train("--data", table.toString(), "--target", "amount", "--epochs", "9", "--patience", "2");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("stopped early: no epoch had a finite validation loss, the weights are the last");
    Object json = JsonFile.read(out.resolve("run.json"));
    assertThat(JsonFile.get(json, "stopReason")).isEqualTo("EARLY_STOPPED");
  }

  @Test
  void withoutValidationThereIsNone() throws IOException {
    CommandRun run =
        train(
            "--data", table.toString(), "--target", "amount", "--epochs", "1", "--validation", "0");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("270 rows to train on, 0 to validate, 30 to test");
    assertThat(out).isDirectoryNotContaining("glob:**/best.safetensors");
  }

  @Test
  void aBatchLargerThanTheDataIsAllOfIt() throws IOException {
    String[] all = {"--data", table.toString(), "--target", "amount", "--epochs", "2"};
    List<String> arguments = new ArrayList<>(Arrays.asList(all));
    // No plan could have such a batch.
    arguments.addAll(List.of("--batch-size", "2000000000"));
    CommandRun run = train(arguments.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    Object json = JsonFile.read(out.resolve("run.json"));
    assertThat(((Number) JsonFile.get(json, "steps")).intValue()).isEqualTo(2);
    assertThat(((Number) JsonFile.get(json, "launchesPerStep")).intValue()).isPositive();
  }

  @Test
  void theSameSeedGivesTheSameModel() throws IOException {
    String[] settings = {
      "--data",
      table.toString(),
      "--target",
      "amount",
      "--epochs",
      "3",
      "--dropout",
      "0.2",
      "--seed",
      "5"
    };
    train(settings);
    byte[] first = weights(out);
    train(settings);
    assertThat(weights(out)).isEqualTo(first);
  }

  static byte[] weights(Path run) throws IOException {
    StringBuilder text = new StringBuilder();
    Checkpoint.load(run.resolve("model.safetensors"))
        .parameters()
        .forEach(tensor -> text.append(Arrays.toString(tensor.floats())));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aNewRunLeavesNothingOfTheFormerOneInItsFolder() {
    String data = table.toString();
    assertThat(train("--data", data, "--target", "amount", "--epochs", "1").exitCode()).isZero();
    assertThat(out).isDirectoryContaining("glob:**/best.safetensors");
    CommandRun second =
        train("--data", data, "--target", "amount", "--epochs", "1", "--validation", "0");
    assertThat(second.exitCode()).isZero();
    assertThat(out).isDirectoryNotContaining("glob:**/best.safetensors");
  }

  @Test
  void tooFewRowsForATestAreSaid() throws IOException {
    Path few = Files.writeString(folder.resolve("few.csv"), "x,y\n1,2\n2,3\n");
    CommandRun run = train("--data", few.toString(), "--target", "y", "--epochs", "1");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("too few rows to hold some out for a test");
  }

  @Test
  void aNameWithACommaIsQuoted() throws IOException {
    Files.writeString(
        table, Files.readString(table).replaceFirst("amount,kind", "\"amount, g\",\"kind, all\""));
    String data = table.toString();
    CommandRun both = train("--data", data, "--target", "\"amount, g\",b", "--epochs", "1");
    assertThat(both.out()).contains("to predict: amount, g, b");
    CommandRun one =
        train("--data", data, "--target", "a", "--text", "\"amount, g\"", "--epochs", "1");
    assertThat(one.exitCode()).isZero();
    CommandRun kind = train("--data", data, "--target", "\"kind, all\"", "--epochs", "1");
    assertThat(kind.out()).contains("predict the most frequent");
  }

  @Test
  void aLongTextIsShownByItsBeginning() throws IOException {
    String text = "a text of \uD83D\uDC8E and many words";
    Files.writeString(table, Files.readString(table).replace("light", text));
    CommandRun run = train("--data", table.toString(), "--target", "amount", "--epochs", "1");
    assertThat(run.out()).contains("  a text of \uD83D\uDC8E and many wo…  ").doesNotContain(text);
  }
}
