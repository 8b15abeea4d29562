package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradcl.data.table.Split;
import org.gradcl.random.RandomKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What train refuses: one message, an exit code, no stack trace. */
class TrainErrorsTest {
  @TempDir private Path folder;
  private Path table;

  @BeforeEach
  void writeTable() throws IOException {
    table = SmallTable.write(folder);
  }

  private CommandRun train(String... more) {
    return CommandRun.onJvm("train", "--out", folder.resolve("run"), more);
  }

  /** Runs train, which must fail, and returns its one line on standard error. */
  private String refusal(String... more) {
    CommandRun run = train(more);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("gradcl: ").hasLineCount(1).doesNotContain("Exception");
    return run.err();
  }

  /** Runs train, whose flags are wrong, and returns what stands above where help is. */
  private String misuse(String... more) {
    CommandRun run = train(more);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("gradcl: ")
        .hasLineCount(2)
        .doesNotContain("Exception")
        .endsWith(String.format("Try 'gradcl train --help'.%n"));
    return run.err().lines().toList().get(0);
  }

  private String data(String... rows) throws IOException {
    Path file = folder.resolve("data.csv");
    Files.write(file, List.of(rows));
    return file.toString();
  }

  @Test
  void dataWithoutATarget() {
    assertThat(misuse("--data", table.toString()))
        .contains("--target COLUMN", "[a, b, shade, amount, kind]");
  }

  @Test
  void anUnknownTarget() {
    assertThat(refusal("--data", table.toString(), "--target", "price"))
        .contains("no column 'price'", "amount");
  }

  @Test
  void columnsThatCannotBeLeftOut() {
    String data = table.toString();
    assertThat(refusal("--data", data, "--target", "amount", "--ignore", "shade,\"x, y\""))
        .contains("small.csv, column 'x, y': there is no such column to leave out", "[a, b, shade");
    assertThat(misuse("--data", data, "--target", "amount", "--ignore", "a,amount"))
        .contains("--target and --ignore both name the column 'amount'");
    assertThat(misuse("--data", data, "--target", "amount", "--text", "a", "--ignore", "a"))
        .contains("--text and --ignore both name the column 'a'");
    assertThat(refusal("--data", data, "--target", "amount", "--ignore", "a,b,shade,kind"))
        .contains("the one column 'amount' that --ignore does not name", "fewer");
    assertThat(misuse("--data", "digits", "--split-seed", "4")).contains("--split-seed");
    assertThat(misuse("--ignore", "carat")).contains("'diamonds' has its own targets", "--ignore");
  }

  @Test
  void rowsForTheTestThatCannotBe() {
    String data = table.toString();
    assertThat(misuse("--data", data, "--target", "amount", "--test", "first 9"))
        .contains("a share of all from 0 to below 1", "'last 359'", "found 'first 9'");
    assertThat(misuse("--data", data, "--target", "amount", "--test", "0.6", "--validation", "0.4"))
        .contains("--validation is a share from 0 to below 0.4", "of 0.6", "found 0.4");
    assertThat(refusal("--data", data, "--target", "amount", "--test", "last 5000"))
        .contains("--test \"last 5000\" leaves none of", "let fewer rows test");
    assertThat(misuse("--data", "digits", "--test", "0.2")).contains("'digits'", "--test");
  }

  @Test
  void aClassThatIsTheOnlyOne() throws IOException {
    assertThat(refusal("--data", data("x,y", "1,a", "2,a", "3,a"), "--target", "y"))
        .contains("'y' has the one class [a]");
  }

  @Test
  void anUnknownExample() {
    assertThat(refusal("--data", "diamond")).contains("'diamond'", "diamonds and digits");
  }

  @Test
  void anExampleWithATarget() {
    assertThat(misuse("--data", "digits", "--target", "x"))
        .contains("'digits' has its own targets");
  }

  @Test
  void anUnknownActivation() {
    assertThat(misuse("--data", table.toString(), "--target", "amount", "--layers", "8 rely"))
        .contains("rely", "relu", "tanh");
  }

  @Test
  void anUnknownLossOptimizerAndSchedule() {
    String data = table.toString();
    assertThat(misuse("--data", data, "--target", "amount", "--loss", "mean"))
        .contains("'mean'", "mse", "huber");
    assertThat(misuse("--data", data, "--target", "amount", "--optimizer", "adamm"))
        .contains("adamm", "adamw");
    assertThat(misuse("--data", data, "--target", "amount", "--schedule", "sine"))
        .contains("sine", "cosine");
  }

  @Test
  void aLossThatDoesNotGoWithTheTarget() {
    String data = table.toString();
    assertThat(refusal("--data", data, "--target", "kind", "--loss", "mse"))
        .contains("[kind]", "softmax_cross_entropy");
    assertThat(refusal("--data", data, "--target", "amount", "--loss", "softmax_cross_entropy"))
        .contains("[amount]", "--text COLUMN");
    assertThat(refusal("--data", data, "--target", "amount", "--loss", "bce_with_logits"))
        .contains("standardised", "--text COLUMN");
  }

  @Test
  void numbersThatCannotBe() {
    String data = table.toString();
    assertThat(misuse("--data", data, "--target", "amount", "--batch-size", "0"))
        .contains("batch size must be at least 1, found 0");
    assertThat(misuse("--data", data, "--target", "amount", "--epochs", "0"))
        .contains("epochs must be at least 1, found 0");
    assertThat(misuse("--data", data, "--target", "amount", "--dropout", "1")).contains("found 1");
    assertThat(misuse("--data", data, "--target", "amount", "--learning-rate", "-1"))
        .contains("learning rate must be above 0");
    assertThat(misuse("--data", data, "--target", "amount", "--validation", "1.5"))
        .contains("validation", "1.5");
    assertThat(misuse("--data", data, "--target", "amount", "--validation", "0", "--patience", "3"))
        .contains("patience", "validation");
  }

  @Test
  void cellsThatAreNotAsTheyShould() throws IOException {
    assertThat(refusal("--data", data("x,y", "1,2", "3,", "4,5"), "--target", "y"))
        .contains("data.csv", "line 3", "'y'");
    assertThat(refusal("--data", data("x,y", "1,2", "3,NaN"), "--target", "y"))
        .contains("line 3", "'NaN'");
    assertThat(refusal("--data", data("x,y", "1,2", "3,\u001b[2J", "4,5"), "--target", "y"))
        .contains("'U+001B[2J'");
    assertThat(refusal("--data", data("x,y", "1,2", "3"), "--target", "y")).contains("line 3");
    assertThat(refusal("--data", data("x,y"), "--target", "y")).contains("data.csv");
  }

  @Test
  void aLossThatLeavesTheNumbers() {
    String message =
        refusal(
            "--data",
            table.toString(),
            "--target",
            "amount",
            "--optimizer",
            "sgd",
            "--learning-rate",
            "1e30",
            "--layers",
            "8 relu",
            "--schedule",
            "constant");
    assertThat(message)
        .containsPattern("at step \\d+")
        .contains("smaller learning rate", "--optimizer 'adam; clip_norm=1'");
  }

  @Test
  void aFolderThatCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    CommandRun run =
        CommandRun.onJvm(
            "train", "--data", table, "--target", "amount", "--out", file.resolve("run"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("gradcl: " + file).hasLineCount(1);
  }

  @Test
  void aFolderThatIsAFile() {
    CommandRun run =
        CommandRun.onJvm("train", "--data", table, "--target", "amount", "--out", table);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(table.toString(), "is a file", "--out").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aDeviceThatDoesNotExist() {
    CommandRun run =
        CommandRun.of(
            "train",
            "--device",
            "no such device",
            "--data",
            table.toString(),
            "--target",
            "amount",
            "--out",
            folder.resolve("run").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("gradcl: No device for 'no such device'")
        .contains("JVM engine", "NOT_NAMED")
        .doesNotContain("\tat ");
  }

  @Test
  void aPatienceThatIsNone() {
    for (String patience : List.of("0", "-1")) {
      assertThat(misuse("--data", table.toString(), "--target", "amount", "--patience", patience))
          .contains("patience must be at least 1, found " + patience);
    }
  }

  @Test
  void aRefusedRunLeavesTheFormerOneAlone() throws IOException {
    Path run = folder.resolve("run");
    String[] first = {"--data", table.toString(), "--target", "amount", "--epochs", "2"};
    assertThat(train(first).exitCode()).isZero();
    String metrics = Files.readString(run.resolve("metrics.csv"));
    misuse("--data", table.toString(), "--target", "amount", "--batch-size", "0");
    assertThat(refusal("--data", table.toString(), "--target", "amount", "--epochs", "2147483647"))
        .contains("2147483647 epochs of 8 steps", "fewer epochs");
    List<String> lines = new ArrayList<>(Files.readAllLines(table));
    int held = Split.random(SmallTable.ROWS, 0, 0.1, RandomKey.ofSeed(0)).test()[0];
    lines.set(held + 1, "1e300,0,dark,100,left");
    Files.write(table, lines);
    assertThat(refusal("--data", table.toString(), "--target", "amount", "--validation", "0"))
        .contains("too far from the training part's mean");
    assertThat(Files.readString(run.resolve("metrics.csv"))).isEqualTo(metrics).isNotEmpty();
    assertThat(run).isDirectoryContaining("glob:**/best.safetensors");
  }

  @Test
  void aTableThatIsNotSeparatedByCommas() throws IOException {
    assertThat(refusal("--data", data("x;y", "1;2", "3;4"), "--target", "y"))
        .contains("one column 'x;y'", "commas");
  }
}
