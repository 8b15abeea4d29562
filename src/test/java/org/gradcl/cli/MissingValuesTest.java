package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gradcl.cli.training.MissingCells;
import org.gradcl.data.table.MissingValues;
import org.gradcl.device.DevicePolicy;
import org.gradcl.testing.LogCapture;
import org.gradcl.train.Predictor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --missing} does, from the table to the predictions. */
class MissingValuesTest {
  @TempDir private Path folder;
  private Path data;

  /** y = 10·a + 5 where the shade is dark; some cells are missing, each in a row of its own. */
  @BeforeEach
  void writeTable() throws IOException {
    StringBuilder csv = new StringBuilder("a,shade,y\n");
    for (int row = 0; row < 200; row++) {
      String a = row == 10 || row == 20 ? "NA" : String.format(Locale.ROOT, "%.3f", row / 200.0);
      String shade = row == 30 ? "" : row % 3 == 0 ? "dark" : "light";
      double y = 10 * row / 200.0 + (row % 3 == 0 ? 5 : 0);
      csv.append(a).append(',').append(shade).append(',');
      csv.append(row == 40 ? "?" : String.format(Locale.ROOT, "%.3f", y)).append('\n');
    }
    data = Files.writeString(folder.resolve("data.csv"), csv);
  }

  private CommandRun train(String... more) {
    return CommandRun.onJvm(
        "train", "--data", data, "--epochs", "3", "--out", folder.resolve("run"), more);
  }

  private CommandRun predict(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("new.csv"), List.of(lines));
    String model = folder.resolve("run/model.safetensors").toString();
    return CommandRun.onJvm("predict", "--model", model, file);
  }

  private MissingValues ofModel() throws IOException {
    try (Predictor predictor =
        Predictor.load(folder.resolve("run/model.safetensors"), DevicePolicy.jvm())) {
      return predictor.schema().orElseThrow().missing();
    }
  }

  @Test
  void theyAreRefusedUnlessSomethingElseIsSaid() {
    CommandRun run = train("--target", "y");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("line 12, column 'a': 'NA' marks a missing value", "--missing drop")
        .hasLineCount(1);
    assertThat(train("--target", "y", "--missing", "guess").exitCode()).isEqualTo(2);
  }

  @Test
  void rowsAreDroppedAndTheirPredictionsAreEmpty() throws IOException {
    try (LogCapture log = LogCapture.of(MissingCells.class)) {
      CommandRun run = train("--target", "y", "--missing", "drop");
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains("156 rows to train on, 20 to validate, 20 to test");
      assertThat(log.warnings())
          .containsExactly(
              "data.csv: 4 of 200 rows lack a value ('a' 2, 'shade' 1, 'y' 1) and are left out");
    }
    assertThat(ofModel()).isEqualTo(MissingValues.DROP);
    try (LogCapture log = LogCapture.of(MissingCells.class)) {
      CommandRun run = predict("a,shade", "0.5,dark", "NA,dark", ",", "0.5,dark", "null,light");
      assertThat(run.exitCode()).isZero();
      List<String> lines = run.out().lines().toList();
      assertThat(lines).hasSize(6).element(1).isEqualTo(lines.get(4)).isNotEqualTo("\"\"");
      assertThat(List.of(lines.get(2), lines.get(3), lines.get(5))).containsOnly("\"\"");
      assertThat(log.warnings())
          .containsExactly(
              "new.csv: 3 of 5 rows lack a value ('a' 3, 'shade' 1), the first in line 3; their"
                  + " predictions are empty");
    }
    assertThat(predict("a,shade", "?,dark").out().lines()).containsExactly("y", "\"\"");
  }

  @Test
  void theMeanStandsForMissingInputsAndNotForTargets() throws IOException {
    try (LogCapture log = LogCapture.of(MissingCells.class)) {
      CommandRun run = train("--target", "y", "--missing", "mean");
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("numbers from 0 to 0.995; 2 missing, as their mean")
          .contains("2 categories (dark, light); 1 missing, a category of their own");
      assertThat(log.warnings())
          .containsExactly(
              "data.csv: 1 of 200 rows lack their target ('y' 1) and are left out",
              "data.csv: missing inputs ('a' 2, 'shade' 1) count as the mean of the training part,"
                  + " among texts as a category of their own");
    }
    assertThat(ofModel()).isEqualTo(MissingValues.MEAN);
    CommandRun run = predict("a,shade", "0.5,dark", "NA,dark");
    assertThat(run.exitCode()).isZero();
    List<Double> values = run.out().lines().skip(1).map(Double::valueOf).toList();
    assertThat(values).hasSize(2).doesNotContainNull();
  }

  /** NA is North America where {@code --text} said so, also if no row of the training has it. */
  @ParameterizedTest
  @ValueSource(strings = {"drop", "mean"})
  void aMarkInAColumnOfTextsIsATextForPredictionsToo(String missing) throws IOException {
    CommandRun run = train("--target", "y", "--missing", missing, "--text", "shade");
    assertThat(run.exitCode()).isZero();
    CommandRun unknown = predict("a,shade", "0.5,dark", "0.5,NA");
    assertThat(unknown.err()).contains("line 3, column 'shade': the category 'NA' does not occur");
    assertThat(unknown.out()).isEmpty();
    assertThat(predict("a", "0.5").err()).contains("missing columns [shade]");
  }

  @Test
  void aClassThatIsMissingIsNoClass() {
    CommandRun run = train("--target", "shade", "--missing", "mean");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("to predict: 2 classes (dark, light)");
  }

  @Test
  void aTargetWithoutAnyValueIsRefused() throws IOException {
    data = Files.writeString(folder.resolve("holes.csv"), "a,y\n1,NA\n2,NA\n");
    CommandRun run = train("--target", "y", "--missing", "mean");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("line 2, column 'y': 'NA' marks a missing value, and no cell of the column has")
        .doesNotContain("--missing");
  }

  @Test
  void aTableWithoutACompleteRowIsRefused() throws IOException {
    data = Files.writeString(folder.resolve("holes.csv"), "a,b,y\n1,,2\n,1,2\n3,4,\n");
    CommandRun run = train("--target", "y", "--missing", "drop");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("every row lacks a value ('a' 1, 'b' 1, 'y' 1)", "mean");
  }

  @Test
  void aResumedRunKeepsTheChoice() throws IOException {
    assertThat(train("--target", "y", "--missing", "mean").exitCode()).isZero();
    CommandRun run = CommandRun.onJvm("train", "--resume", folder.resolve("run"));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void whatAColumnWasTakenForIsALineEach() throws IOException {
    data =
        Files.writeString(
            folder.resolve("kinds.csv"),
            "n,t,m,flag,c\n" + "1,x,NA,0,5\n2.5,y,u,1,5\n4,z,v,1,5\n3,x,u,0,5\n".repeat(10));
    CommandRun run = train("--target", "flag");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "  n       numbers from 1 to 4",
            "  t       3 categories (x, y, z)",
            "  m       3 categories (NA, u, v), NA as any other",
            "  c       numbers from 5 to 5; one value in the training part, so no input",
            "  flag    to predict: numbers, 0 and 1 alone; --text flag would make them classes");
  }
}
