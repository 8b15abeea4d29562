package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.TableSchema;
import org.gradcl.device.DevicePolicy;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.LogCapture;
import org.gradcl.train.Parameters;
import org.gradcl.train.Predictor;
import org.gradcl.train.Trainer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictCommandTest {
  @TempDir private static Path folder;
  private static Path table;
  private static Path numbers;
  private static Path classes;

  @BeforeAll
  static void train() throws IOException {
    table = SmallTable.write(folder);
    numbers = train("numbers", "amount");
    classes = train("classes", "kind");
  }

  private static Path train(String name, String target) {
    Path out = folder.resolve(name);
    CommandRun run =
        CommandRun.onJvm(
            "train",
            "--data",
            table,
            "--target",
            target,
            "--epochs",
            "40",
            "--out",
            out,
            "--quiet");
    assertThat(run.exitCode()).isZero();
    return out.resolve("model.safetensors");
  }

  private CommandRun predict(Path model, Path data, String... more) {
    return CommandRun.onJvm("predict", "--model", model, data, more);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void whereThereAreNoTensorCoresPredictionsAreThoseOfFloat32() throws IOException {
    Path data = file("tensor.csv", "shade,b,a,kind\ndark,0,0.5,left\n");
    CommandRun run = predict(numbers, data, "--precision", "float32_tensor");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(predict(numbers, data).out());
  }

  @Test
  void numbersAreInTheDatasOwnUnits() throws IOException {
    Path data = file("new.csv", "shade,b,a,kind\ndark,0,0.5,left\nlight,-0.5,-0.5,neither\n");
    CommandRun run = predict(numbers, data);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("amount");
    // 100 + 20a − 10b² (+ 30 if dark)
    assertThat(Float.parseFloat(lines.get(1))).isCloseTo(140f, within(6f));
    assertThat(Float.parseFloat(lines.get(2))).isCloseTo(87.5f, within(6f));
  }

  /** As milliseconds since 1970, which as a float32 would be a minute off. */
  @Test
  void targetsThatDifferLittleKeepTheirDigits() throws IOException {
    TableSchema schema =
        new TableSchema(
            List.of(new ColumnSchema.Numeric("x", 0, 1)),
            List.of(new ColumnSchema.Numeric("time", 1.7e12, 1000)));
    Path model = folder.resolve("times.safetensors");
    try (Trainer trainer =
        Trainer.builder()
            .model(Sequential.of(Dense.of(1, 1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.adam(1e-3f))
            .device(DevicePolicy.jvm())
            .schema(schema)
            .build()) {
      Parameters parameters = trainer.parameters();
      parameters.set(HostTensor.of("layer.0.weight", Shape.of(1, 1), new float[] {0.5f}));
      parameters.set(HostTensor.of("layer.0.bias", Shape.of(1), new float[] {0.25f}));
      trainer.save(model);
    }
    CommandRun run = predict(model, file("times.csv", "x\n1\n-1\n0.00025\n"));
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().skip(1).mapToDouble(Double::parseDouble))
        .containsExactly(1.7e12 + 750, 1.7e12 - 250, 1.7e12 + 250.125);
  }

  @Test
  void everyRowOfTheTrainingTableIsPredicted() throws IOException {
    Path out = folder.resolve("all.csv");
    CommandRun run = predict(numbers, table, "--out", out.toString());
    assertThat(run).isEqualTo(new CommandRun(0, "", ""));
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(SmallTable.ROWS + 1);
    try (Predictor predictor = Predictor.load(numbers, DevicePolicy.jvm())) {
      assertThat(predictor.schema().orElseThrow().inputWidth()).isEqualTo(7);
    }
  }

  /** On a full disk half the rows would be in place of a former table. */
  @Test
  void anOlderFileIsReplacedAsAWholeOrNotAtAll() throws IOException {
    Path out = Files.writeString(folder.resolve("older.csv"), "amount\n7.0\n");
    Path link = Files.createLink(folder.resolve("link.csv"), out);
    assertThat(predict(numbers, table, "--replace", "--out", out.toString()).exitCode()).isZero();
    assertThat(out).content().hasLineCount(SmallTable.ROWS + 1);
    assertThat(link).hasContent("amount\n7.0\n");
  }

  @Test
  void whereNothingCanBeWrittenThatIsSaid() {
    Path out = folder.resolve("no/such/all.csv");
    CommandRun run = predict(numbers, table, "--out", out.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(out + " can't be written: no such file", "folder")
        .hasLineCount(1);
  }

  @Test
  void classesAreNames() throws IOException {
    Path data = file("classes.csv", "a,b,shade,amount\n0.9,-0.5,dark,145.5\n-0.8,0.9,light,75.9\n");
    CommandRun run = predict(classes, data);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).containsExactly("kind", "left", "right");
  }

  @Test
  void anUnknownCategoryIsRefused() throws IOException {
    Path data = file("category.csv", "a,b,shade,kind\n0,0,green,left\n");
    CommandRun run = predict(numbers, data);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("category.csv, line 2, column 'shade'", "green", "[dark, light]")
        .contains("predict --unknown zeros");
  }

  @Test
  void anUnknownCategoryIsNoneOfTheKnownOnesIfSoAsked() throws IOException {
    Path data = file("category.csv", "a,b,shade,kind\n0,0,green,left\n0,0,dark,left\n");
    try (LogCapture log = LogCapture.of("org.gradcl")) {
      CommandRun run = predict(numbers, data, "--unknown", "zeros");
      assertThat(run.err()).isEmpty();
      assertThat(run.out().lines()).hasSize(3).doesNotHaveDuplicates();
      assertThat(log.warnings()).singleElement().asString().contains("'shade'", "green");
    }
    CommandRun wrong = predict(numbers, data, "--unknown", "guess");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--unknown", "'guess'", "ZEROS");
  }

  /** Of outputs that are NaN a first class would be the largest. */
  @Test
  void outputsThatAreNoNumbersAreRefused() throws IOException {
    Path data = file("far.csv", "a,b,shade,amount\n0,0,dark,100\n1.8e38,-1.8e38,dark,5e39\n");
    CommandRun run = predict(classes, data);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("far.csv, line 3: the network's output is ", "no finite number; its inputs are");
  }

  @Test
  void probabilitiesAreAColumnAClass() throws IOException {
    Path data = file("classes.csv", "a,b,shade,amount\n0.9,-0.5,dark,145.5\n-0.8,0.9,light,75.9\n");
    CommandRun run = predict(classes, data, "--probabilities");
    assertThat(run.err()).isEmpty();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("kind,P(left),P(neither),P(right)");
    assertThat(lines.get(1)).startsWith("left,");
    assertThat(lines.get(2)).startsWith("right,");
    for (String line : lines.subList(1, 3)) {
      double[] shares =
          Arrays.stream(line.split(",")).skip(1).mapToDouble(Double::parseDouble).toArray();
      assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-6));
      assertThat(Arrays.stream(shares).max().orElseThrow())
          .isEqualTo(shares[line.startsWith("left") ? 0 : 2]);
    }
  }

  @Test
  void probabilitiesOfNumbersAreRefused() {
    CommandRun run = predict(numbers, table, "--probabilities");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("predicts numbers, [amount], which have no probabilities", "--probabilities");
  }

  @Test
  void namesOfColumnsMayBeNumbers() {
    Path cases = Path.of("src/test/resources/org/gradcl/cases/header-of-a-prediction");
    Path out = folder.resolve("named-by-numbers");
    CommandRun run =
        CommandRun.onJvm(
            "train",
            "--data",
            cases.resolve("train.csv"),
            "--target",
            "target",
            "--epochs",
            "5",
            "--quiet",
            "--out",
            out);
    assertThat(run).isEqualTo(new CommandRun(0, "", ""));
    CommandRun predicted = predict(out.resolve("model.safetensors"), cases.resolve("new.csv"));
    assertThat(predicted.err()).isEmpty();
    assertThat(predicted.out().lines()).hasSize(3).startsWith("target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"new-with-index.csv", "new-dup-other.csv"})
  void otherColumnsMayBeNamelessOrTwice(String name) {
    Path cases = Path.of("src/test/resources/org/gradcl/cases/header-of-a-prediction");
    Path out = folder.resolve(name);
    CommandRun run =
        CommandRun.onJvm(
            "train",
            "--data",
            cases.resolve("train2.csv"),
            "--target",
            "y",
            "--epochs",
            "5",
            "--quiet",
            "--out",
            out);
    assertThat(run).isEqualTo(new CommandRun(0, "", ""));
    CommandRun predicted = predict(out.resolve("model.safetensors"), cases.resolve(name));
    assertThat(predicted.err()).isEmpty();
    assertThat(predicted.out().lines()).hasSizeGreaterThan(1).startsWith("y");
  }

  @Test
  void aMissingColumnIsRefused() throws IOException {
    CommandRun run = predict(numbers, file("missing.csv", "a,shade,kind\n0,dark,left\n"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("missing.csv", "missing columns [b]").hasLineCount(1);
  }

  @Test
  void aCellThatIsNoNumberIsRefusedWithItsPlace() throws IOException {
    CommandRun run =
        predict(numbers, file("cell.csv", "a,b,shade,kind\n0,0,dark,left\n0,x,dark,left\n"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("cell.csv", "line 3", "column 'b'", "'x'");
  }

  @Test
  void aModelThatIsNoneIsRefused() throws IOException {
    CommandRun run = predict(file("model.bin", "hello"), table);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("gradcl: ").contains("model.bin").doesNotContain("\tat ");
  }

  @Test
  void aTruncatedAndAHostileModelAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(numbers);
    Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(whole, whole.length / 2));
    byte[] vast = whole.clone();
    Arrays.fill(vast, 0, Long.BYTES - 1, (byte) 0xff); // The length of the header.
    for (Path model : List.of(cut, Files.write(folder.resolve("vast.bin"), vast))) {
      CommandRun run = predict(model, table);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).startsWith("gradcl: " + model).hasLineCount(1);
    }
  }

  @Test
  void aMissingFileIsRefused() {
    CommandRun run = predict(numbers, folder.resolve("nothing.csv"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("nothing.csv");
  }

  @Test
  void columnsThatTheModelDoesNotReadMayHoldAnything() throws IOException {
    Path data =
        file("others.csv", "amount,a,note,b,shade,kind\n,0.5,,0,dark,left\n?,0,x,0,light,left\n");
    CommandRun run = predict(numbers, data);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(3);
  }

  @Test
  void predictionsThatCannotBeWrittenAreAnError() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(full))
            .setErr(new PrintWriter(err))
            .execute("predict", "--device", "jvm", "--model", numbers.toString(), table.toString());
    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString()).contains("could not be written to standard output");
  }

  @Test
  void aFolderInPlaceOfTheModelIsRefusedWithTheFileThatIsMeant() throws IOException {
    assertThat(refusedModel(folder.resolve("numbers")))
        .contains(
            "--model takes a file, and " + folder.resolve("numbers") + " is a folder",
            "--model " + folder.resolve("numbers").resolve("model.safetensors"));
    Path running = Files.createDirectory(folder.resolve("running"));
    assertThat(refusedModel(running)).contains("give the model.safetensors of a run");
    Files.createFile(running.resolve("last.safetensors"));
    assertThat(refusedModel(running))
        .contains("has not ended", "--model " + running.resolve("last.safetensors"));
  }

  private static String refusedModel(Path model) {
    CommandRun run = CommandRun.of("predict", "--model", model.toString(), table.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("gradcl: ").hasLineCount(1);
    return run.err();
  }

  /** A file of the target alone may be predictions, and it may be the truth. */
  @Test
  void aFileIsReplacedIfThatIsSaid() throws IOException {
    Path out = Files.createFile(folder.resolve("replaced.csv"));
    assertThat(predict(numbers, table, "--out", out.toString()).exitCode()).isZero();
    Files.writeString(out, "amount\n7.0\n");
    CommandRun refused = predict(numbers, table, "--out", out.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            String.format(
                "gradcl: --out would replace %s, which is there already; give another file, or"
                    + " --replace%n",
                out));
    assertThat(out).hasContent("amount\n7.0\n");
    CommandRun replaced = predict(numbers, table, "--out", out.toString(), "--replace");
    assertThat(replaced).isEqualTo(new CommandRun(0, "", ""));
    assertThat(out).content().hasLineCount(SmallTable.ROWS + 1);
  }

  @Test
  void whatIsReadIsNotReplaced() throws IOException {
    byte[] data = Files.readAllBytes(table);
    byte[] model = Files.readAllBytes(numbers);
    assertThat(predict(numbers, table, "--replace", "--out", table.toString()).err())
        .contains("--out would replace the data, " + table);
    assertThat(predict(numbers, table, "--replace", "--out", numbers.toString()).err())
        .contains("--out would replace the model, " + numbers);
    assertThat(table).hasBinaryContent(data);
    assertThat(numbers).hasBinaryContent(model);
  }
}
