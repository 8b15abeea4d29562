package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.nn.EmbeddedColumn;
import org.gradcl.nn.TabularModel;
import org.gradcl.testing.LogCapture;
import org.gradcl.train.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of categories that the command line reads through embeddings. */
class EmbeddedColumnsTest {
  @TempDir private Path folder;
  private Path table;
  private Path out;

  @BeforeEach
  void writeTable() throws IOException {
    table = SmallTable.write(folder);
    out = folder.resolve("run");
  }

  private CommandRun train(String target, String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("--data", table, "--target", target, "--out", out));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.onJvm("train", arguments.toArray());
  }

  private static String refused(CommandRun run) {
    assertThat(run.exitCode()).isNotZero();
    assertThat(run.out()).isEmpty();
    return run.err();
  }

  @Test
  void categoriesAreLearntSavedPredictedAndResumed() throws IOException {
    CommandRun run = train("amount", "--embed", "kind,shade:1", "--epochs", "60");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("2 inputs and 2 embedded, to predict: amount")
        .containsPattern("shade +2 categories \\(dark, light\\), embedded");
    Path file = out.resolve("model.safetensors");
    Checkpoint saved = Checkpoint.load(file);
    TabularModel model = (TabularModel) saved.model();
    assertThat(model.columns())
        .containsExactly(new EmbeddedColumn("shade", 3, 1), new EmbeddedColumn("kind", 4, 2));
    assertThat(saved.modelText())
        .isEqualTo(
            "numbers 2; embed shade 3 1; embed kind 4 2; dense 5 64 relu; dense 64 32 relu; dense"
                + " 32 1 identity");
    Object json = JsonFile.read(out.resolve("run.json"));
    double linear = (double) JsonFile.get(json, "testRmse", "linear");
    assertThat(linear).as("of indicators, as without --embed").isBetween(1.5, 5.0);
    assertThat((double) JsonFile.get(json, "testRmse", "network")).isLessThan(linear / 2);

    Path data = Files.writeString(folder.resolve("new.csv"), "shade,b,a,kind\ndark,0,0.5,left\n");
    CommandRun predicted = CommandRun.onJvm("predict", "--model", file, data);
    assertThat(predicted.err()).isEmpty();
    // 100 + 20a − 10b² (+ 30 if dark)
    assertThat(Float.parseFloat(predicted.out().lines().skip(1).findFirst().orElseThrow()))
        .isCloseTo(140f, within(6f));

    CommandRun further = CommandRun.onJvm("train", "--resume", out, "--epochs", "61");
    assertThat(further.exitCode()).as(further.err()).isZero();
    assertThat(Checkpoint.load(file).modelText()).isEqualTo(saved.modelText());
  }

  @Test
  void classesAreLearntFromCategoriesAlone() throws IOException {
    CommandRun run = train("kind", "--embed", "shade", "--ignore", "a,b,amount", "--epochs", "2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Checkpoint.load(out.resolve("model.safetensors")).modelText())
        .startsWith("numbers 0; embed shade 3 1; dense 1 64 relu;")
        .endsWith("; dense 32 3 identity");
    Object json = JsonFile.read(out.resolve("run.json"));
    assertThat((double) JsonFile.get(json, "testAccuracy", "linear")).isBetween(0.2, 0.6);
  }

  @Test
  void anUnseenCategoryIsRefusedByItsRowAndColumnOrCountsAsNone() throws IOException {
    assertThat(train("amount", "--embed", "shade", "--epochs", "2").exitCode()).isZero();
    Path file = out.resolve("model.safetensors");
    Path data =
        Files.writeString(
            folder.resolve("new.csv"), "shade,b,a,kind\ndark,0,0.5,left\ngrey,0,0.5,left\n");
    String error = refused(CommandRun.onJvm("predict", "--model", file, data));
    assertThat(error)
        .contains("new.csv, line 3, column 'shade': the category 'grey' does not occur")
        .contains("[dark, light]", "--unknown zeros");

    try (LogCapture log = LogCapture.of("org.gradcl")) {
      CommandRun zeros = CommandRun.onJvm("predict", "--model", file, data, "--unknown", "zeros");
      assertThat(zeros.exitCode()).isZero();
      assertThat(zeros.out().lines()).hasSize(3);
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0)).contains("column 'shade'", "grey", "index 0");
    }
    float[] vectors = Checkpoint.load(file).parameters().get(0).floats();
    assertThat(vectors[0]).as("the vector of unknown categories").isZero();
    assertThat(vectors[1]).isNotZero();
  }

  @Test
  void whatCannotBeEmbeddedIsSaidBeforeATraining() {
    assertThat(refused(train("amount", "--embed", "shape")))
        .contains("'shape' can't be a column of indices", "these are [shade, kind]");
    assertThat(refused(train("amount", "--embed", "amount")))
        .contains("'amount' can't be a column of indices");
    assertThat(refused(train("amount", "--embed", "a:2")))
        .contains("The column 'a' holds numbers", "--text a");
    assertThat(refused(train("amount", "--embed", "shade:0")))
        .contains("--embed shade:0: an embedding is at least 1 number wide, found 0");
    assertThat(refused(train("amount", "--embed", "shade:99999999999")))
        .contains("found 99999999999");
    assertThat(refused(train("amount", "--embed", "shade,shade:2")))
        .contains("--embed names the column 'shade' twice");
    assertThat(refused(train("amount", "--embed", "shade", "--input-shape", "1x7")))
        .contains("leave out --input-shape or --embed");
  }

  @Test
  void aNameInQuotesMayEndLikeAWidth() throws IOException {
    Path other = folder.resolve("other.csv");
    Files.writeString(
        other,
        Files.readString(table).replaceFirst("a,b,shade,amount,kind", "a,b,\"s,t:2\",amount,kind"));
    table = other;
    CommandRun run = train("amount", "--embed", "\"s,t:2\":3", "--epochs", "1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Checkpoint.load(out.resolve("model.safetensors")).modelText())
        .startsWith("numbers 5; embed s%2Ct%3A2 3 3; ");
  }
}
