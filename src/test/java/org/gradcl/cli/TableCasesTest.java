package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.gradcl.data.table.Split;
import org.gradcl.random.RandomKey;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of users whose categories, classes or constants made poor models, or none. */
class TableCasesTest {
  private static final Path CASES = Path.of("src/test/resources/org/gradcl/cases");

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void chooseFolder() {
    out = folder.resolve("run");
  }

  private CommandRun train(Path data, String target, String... more) {
    return CommandRun.onJvm(
        "train", "--quiet", "--data", data, "--target", target, "--out", out, more);
  }

  private List<Double> predictions(Path data) {
    CommandRun run = CommandRun.onJvm("predict", "--model", out.resolve("model.safetensors"), data);
    assertThat(run.err()).isEmpty();
    return run.out().lines().skip(1).map(Double::valueOf).toList();
  }

  private Path file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** y = 100 + 30·a for every city; ten villages have one row, ten two, ten five and so on. */
  @Test
  void rareCategoriesArePredictedAsWellAsOthers() throws IOException {
    Random random = new Random(3);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      rows.add(row(String.format("city%02d", random.nextInt(50)), random));
    }
    for (int size : new int[] {1, 2, 5, 10, 20, 50}) {
      for (int village = 0; village < 10; village++) {
        for (int i = 0; i < size; i++) {
          rows.add(row(String.format("v%03d_%d", size, village), random));
        }
      }
    }
    Collections.shuffle(rows, random);
    rows.add(0, "city,a,y");
    assertThat(train(file("cities.csv", rows), "y", "--epochs", "10").exitCode()).isZero();
    List<String> villages = new ArrayList<>(List.of("city,a"));
    for (int village = 0; village < 10; village++) {
      for (int a : new int[] {1, 5, 9}) {
        villages.add(String.format("v005_%d,%d", village, a));
      }
    }
    List<Double> predictions = predictions(file("villages.csv", villages));
    double squares = 0;
    for (int i = 0; i < predictions.size(); i++) {
      squares += Math.pow(predictions.get(i) - new int[] {130, 250, 370}[i % 3], 2);
    }
    assertThat(Math.sqrt(squares / predictions.size())).isLessThan(10);
  }

  private static String row(String city, Random random) {
    double a = random.nextDouble() * 10;
    return String.join(",", city, number(a), number(100 + 30 * a));
  }

  @Test
  void aConstantColumnCountsForNothing() {
    Path folder = CASES.resolve("constant-column");
    try (LogCapture log = LogCapture.of("org.gradcl")) {
      assertThat(train(folder.resolve("train.csv"), "y", "--epochs", "60").exitCode()).isZero();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("train.csv: the training part has one value in 'k' (2023)");
      // The years 2023, 2024, 2030, 3000 and 0.
      List<Double> predictions = predictions(folder.resolve("new.csv"));
      assertThat(predictions).hasSize(5).allSatisfy(p -> assertThat(p).isCloseTo(250, within(5.0)));
      assertThat(predictions).containsOnly(predictions.get(0));
      assertThat(log.warnings()).hasSize(1);
    }
  }

  /** A text, a number but for rounding, and a number that varies among held-out rows alone. */
  @Test
  void whatIsConstantInTheTrainingPartIsLeftOut() throws IOException {
    Random random = new Random(5);
    List<String> rows = new ArrayList<>(List.of("country,rate,flag,a,y"));
    Split split = Split.random(200, 0.1, 0.1, RandomKey.ofSeed(0));
    for (int i = 0; i < 200; i++) {
      double a = random.nextDouble();
      rows.add(
          String.join(
              ",",
              "DE",
              i % 2 == 0 ? "0.3" : "0.30000000000000004",
              Arrays.binarySearch(split.training(), i) >= 0 ? "0" : "7000",
              number(a),
              number(3 * a)));
    }
    try (LogCapture log = LogCapture.of("org.gradcl")) {
      assertThat(train(file("flags.csv", rows), "y").exitCode()).isZero();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("'country' (DE), 'rate' (0.3", "'flag' (0)");
    }
    List<Double> predictions =
        predictions(
            file("new.csv", List.of("a,country,rate,flag", "0.5,DE,0.3,0", "0.5,FR,900,7000")));
    assertThat(predictions.get(0)).isEqualTo(predictions.get(1)).isCloseTo(1.5, within(0.1));
    assertThat(predictions(file("without.csv", List.of("a", "0.5"))))
        .containsExactly(predictions.get(0));
  }

  static Stream<Arguments> identifiers() {
    IntFunction<String> numbers = i -> String.format("C%06d", i);
    IntFunction<String> uuids = i -> UUID.nameUUIDFromBytes(new byte[] {(byte) i, 7}).toString();
    IntFunction<String> dates = i -> LocalDate.of(2020, 1, 1).plusDays(i).toString();
    return Stream.of(numbers, uuids, dates).map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("identifiers")
  void aColumnOfIdentifiersIsNamedAndCostsLittle(IntFunction<String> identifier)
      throws IOException {
    Random random = new Random(5);
    List<String> rows = new ArrayList<>(List.of("id,a,y"));
    for (int i = 0; i < 250; i++) {
      rows.add(row(identifier.apply(i), random));
    }
    Path data = file("customers.csv", rows);
    try (LogCapture log = LogCapture.of("org.gradcl")) {
      assertThat(train(data, "y", "--epochs", "40").exitCode()).isZero();
      assertThat(log.warnings())
          .filteredOn(warning -> warning.contains("nearly every row has a category of its own"))
          .singleElement()
          .asString()
          .contains("'id' (200 in 200 training rows)", "--ignore id");
    }
    Object json = JsonFile.read(out.resolve("run.json"));
    double mean = (double) JsonFile.get(json, "testRmse", "mean");
    assertThat((double) JsonFile.get(json, "testRmse", "network")).isLessThan(mean / 3);
    try (LogCapture log = LogCapture.of("org.gradcl")) {
      assertThat(train(data, "y", "--epochs", "1", "--ignore", "id").exitCode()).isZero();
      assertThat(log.warnings()).isEmpty();
    }
    json = JsonFile.read(out.resolve("run.json"));
    assertThat(JsonFile.get(json, "configuration", "ignore")).isEqualTo(List.of("id"));
    assertThat(JsonFile.get(json, "configuration", "model"))
        .asString()
        .startsWith("dense 1 64 relu");
  }

  /** Hundreds of classes of three rows, and four classes of one. */
  @ParameterizedTest
  @ValueSource(strings = {"c100-1.csv", "rare1.csv"})
  void classesOfFewRowsAreAllTrainedOn(String name) throws IOException {
    Path data = CASES.resolve("rare-class").resolve(name);
    try (LogCapture log = LogCapture.of("org.gradcl")) {
      CommandRun run = train(data, "kind", "--epochs", "1");
      assertThat(run).isEqualTo(new CommandRun(0, "", ""));
      assertThat(log.warnings()).isEmpty();
    }
    Object json = JsonFile.read(out.resolve("run.json"));
    assertThat((double) JsonFile.get(json, "testAccuracy", "network")).isBetween(0.0, 1.0);
  }

  @Test
  void classesOfOneRowTrainAndTheOthersAreJudged() throws IOException {
    List<String> rows = new ArrayList<>(List.of("a,kind"));
    for (int i = 0; i < 100; i++) {
      rows.add(i + "," + (i < 2 ? "once" + i : i % 2 == 0 ? "even" : "odd"));
    }
    assertThat(train(file("rare.csv", rows), "kind", "--epochs", "1").exitCode()).isZero();
    assertThat(JsonFile.get(JsonFile.read(out.resolve("run.json")), "configuration", "rows"))
        .isEqualTo(Map.of("training", 80.0, "validation", 10.0, "test", 10.0));
  }

  @Test
  void aClassForEachRowLeavesNothingToJudgeBy() throws IOException {
    List<String> rows = new ArrayList<>(List.of("a,kind"));
    for (int i = 0; i < 30; i++) {
      rows.add(i + ",kind" + i);
    }
    CommandRun run =
        CommandRun.onJvm(
            "train",
            "--data",
            file("each.csv", rows),
            "--target",
            "kind",
            "--epochs",
            "1",
            "--out",
            out);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("30 rows to train on, 0 to validate, 0 to test", "too few rows to hold some out");
  }

  @Test
  void aSplitSeedMovesTheSplitAndASeedDoesNot() throws IOException {
    Path data = SmallTable.write(folder);
    List<Object> means = new ArrayList<>();
    for (String[] seeds :
        new String[][] {{"--seed", "1"}, {"--seed", "2"}, {"--split-seed", "1"}}) {
      assertThat(train(data, "amount", "--epochs", "1", seeds[0], seeds[1]).exitCode()).isZero();
      means.add(JsonFile.get(JsonFile.read(out.resolve("run.json")), "testRmse", "mean"));
    }
    assertThat(means.get(0)).isEqualTo(means.get(1)).isNotEqualTo(means.get(2));
    assertThat(JsonFile.get(JsonFile.read(out.resolve("run.json")), "configuration", "splitSeed"))
        .isEqualTo(1.0);
    CommandRun resumed = CommandRun.onJvm("train", "--resume", out, "--quiet");
    assertThat(resumed).isEqualTo(new CommandRun(0, "", ""));
  }

  @Test
  void theLastRowsTestWhereTheirOrderCounts() throws IOException {
    Path data = SmallTable.write(folder);
    CommandRun run =
        CommandRun.onJvm(
            "train",
            "--data",
            data,
            "--target",
            "amount",
            "--epochs",
            "1",
            "--test",
            "last 50",
            "--validation",
            "0.2",
            "--out",
            out);
    int before = SmallTable.ROWS - 50;
    int validation = (int) Math.round(0.2 * before);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            String.format(
                "%d rows to train on, %d to validate, 50 to test",
                before - validation, validation));
    assertThat(JsonFile.get(JsonFile.read(out.resolve("run.json")), "configuration", "test"))
        .isEqualTo("last 50");
    CommandRun resumed = CommandRun.onJvm("train", "--resume", out, "--quiet");
    assertThat(resumed).isEqualTo(new CommandRun(0, "", ""));
  }
}
