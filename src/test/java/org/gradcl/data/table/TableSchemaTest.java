package org.gradcl.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.data.csv.CsvFile;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSchemaTest {
  private final Table training = Houses.table();
  private final TableSchema schema = TableSchema.fit(training, List.of("price"));

  /** The sum of the numbers alone would have lost what tells them apart. */
  @Test
  void largeNumbersThatDifferLittleAreStandardisedExactly() {
    double[] milliseconds = new double[50_000];
    for (int row = 0; row < milliseconds.length; row++) {
      milliseconds[row] = 1e13 + row % 2;
    }
    Table table =
        Table.of(
            "times",
            List.of(NumericColumn.of("x", milliseconds), NumericColumn.of("y", milliseconds)));
    assertThat(TableSchema.fit(table, List.of("y")).column("x"))
        .isEqualTo(new ColumnSchema.Numeric("x", 1e13 + 0.5, 0.5));
  }

  @Test
  void meanAndPopulationDeviationComeFromTheTrainingPart() {
    assertThat(schema.inputs())
        .containsExactly(
            new ColumnSchema.Numeric("size", 5, 2),
            new ColumnSchema.Categorical("town", List.of("A", "B", "C")));
    assertThat(schema.targets()).containsExactly(new ColumnSchema.Numeric("price", 15, 5));
    assertThat(schema.inputWidth()).isEqualTo(4);
    assertThat(schema.outputWidth()).isEqualTo(1);
    assertThat(schema.isClassification()).isFalse();
  }

  @Test
  void rowsAreEncodedAndPredictionsDecoded() {
    ArrayDataSet data = schema.encode(training.select(0, 1, 7), UnknownCategories.REFUSE);
    assertThat(data.inputShape()).isEqualTo(Shape.of(4));
    assertThat(data.inputs()).containsExactly(-1.5f, 0, 1, 0, -0.5f, 1, 0, 0, 2, 0, 1, 0);
    assertThat(data.targetShape()).isEqualTo(Shape.of(1));
    assertThat(data.targets()).containsExactly(-1, 1, 1);
    assertThat(schema.decode(new float[] {-1, 0, 2})).containsExactly(10, 15, 25);
  }

  @Test
  void columnsMayComeInAnyOrderWithOthersBetween() {
    Table table =
        Table.of(
            "more",
            List.of(
                NumericColumn.of("tax", 1.1),
                NumericColumn.of("age", 99),
                TextColumn.of("town", "C"),
                NumericColumn.of("size", 5)));
    ArrayDataSet data = schema.encodeInputs(table, UnknownCategories.REFUSE);
    assertThat(data.inputs()).containsExactly(0, 0, 0, 1);
    assertThat(data.hasTargets()).isFalse();
  }

  @Test
  void numbersHaveMeanZeroAndDeviationOneOverTheTrainingPart() {
    ArrayDataSet data = schema.encode(training, UnknownCategories.REFUSE);
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < training.rows(); row++) {
      sum += data.inputs()[row * schema.inputWidth()];
      squares += Math.pow(data.inputs()[row * schema.inputWidth()], 2);
    }
    assertThat(sum / training.rows()).isCloseTo(0, within(1e-6));
    assertThat(squares / training.rows()).isCloseTo(1, within(1e-6));
  }

  /** As model files of earlier versions have them: the mean is 0, the deviation 1. */
  @Test
  void indicatorsWithFrequenciesAreStandardised() {
    TableSchema earlier =
        new TableSchema(
            List.of(
                new ColumnSchema.Categorical(
                    "town", List.of("A", "B", "C"), List.of(0.125, 0.75, 0.125))),
            schema.targets());
    // A town of frequency p becomes √((1 − p)/p) where it is that of the row, else −√(p/(1 − p)).
    float rare = (float) Math.sqrt(7);
    float notRare = (float) -Math.sqrt(1 / 7.0);
    float common = (float) Math.sqrt(1 / 3.0);
    float notCommon = (float) -Math.sqrt(3);
    assertThat(earlier.encodeInputs(training.select(0, 1), UnknownCategories.REFUSE).inputs())
        .containsExactly(
            new float[] {notRare, common, notRare, rare, notCommon, notRare}, within(1e-6f));
    Table unknown = Table.of("new", List.of(TextColumn.of("town", "Z")));
    assertThat(earlier.encodeInputs(unknown, UnknownCategories.ZEROS).inputs())
        .containsExactly(new float[] {notRare, notCommon, notRare}, within(1e-6f));
    assertThat(earlier.refit(training)).isEqualTo(earlier);
    assertThat(TableSchema.fromJson(earlier.toJson())).isEqualTo(earlier);
    TableSchema constant =
        new TableSchema(
            List.of(new ColumnSchema.Categorical("town", List.of("A"), List.of(1.0))),
            schema.targets());
    assertThat(constant.encodeInputs(unknown, UnknownCategories.ZEROS).inputs())
        .containsExactly(-1);
  }

  @Test
  void aSchemaIsFittedAgainAsItWas() {
    assertThat(schema.refit(training)).isEqualTo(schema);
    assertThat(schema.refit(training.select(0, 1, 2, 3, 4, 5, 6))).isNotEqualTo(schema);
    // Earlier versions kept constant columns.
    TableSchema earlier =
        new TableSchema(
            List.of(schema.column("size"), new ColumnSchema.Numeric("tax", 0.1, 1)),
            schema.targets());
    assertThat(earlier.refit(training)).isEqualTo(earlier);
  }

  @Test
  void categoriesGivenByHandAreZeroAndOne() {
    TableSchema byHand =
        new TableSchema(
            List.of(new ColumnSchema.Categorical("town", List.of("A", "B"))),
            List.of(new ColumnSchema.Numeric("price", 0, 1)));
    Table table = Table.of("towns", List.of(TextColumn.of("town", "B", "A")));
    assertThat(byHand.encodeInputs(table, UnknownCategories.REFUSE).inputs())
        .containsExactly(0, 1, 1, 0);
    assertThat(TableSchema.fromJson(byHand.toJson())).isEqualTo(byHand);
  }

  @Test
  void severalNumericTargetsAreOneRegression() {
    TableSchema two = TableSchema.fit(training, List.of("price", "size"));
    assertThat(two.outputWidth()).isEqualTo(2);
    assertThat(two.encode(training, UnknownCategories.REFUSE).targetShape()).isEqualTo(Shape.of(2));
    assertThat(two.decode(new float[] {1, -1, 0, 0})).containsExactly(20, 3, 15, 5);
    assertThatThrownBy(() -> two.decode(new float[3]))
        .isInstanceOf(DataException.class)
        .hasMessage("3 outputs are no whole number of rows of 2");
  }

  @Test
  void aTextTargetIsAClass() {
    TableSchema classes = TableSchema.fit(training, List.of("size", "price"), List.of("town"));
    assertThat(classes.isClassification()).isTrue();
    assertThat(classes.classNames()).containsExactly("A", "B", "C");
    assertThat(classes.outputWidth()).isEqualTo(3);
    ArrayDataSet data = classes.encode(training, UnknownCategories.ZEROS);
    assertThat(data.targetShape()).isEqualTo(Shape.scalar());
    assertThat(data.targets()).containsExactly(1, 0, 2, 1, 1, 1, 1, 1);
    assertThat(classes.decodeClasses(new float[] {0.1f, 0.2f, 0.7f, 3, 3, -1}))
        .containsExactly("C", "A");
    assertThat(classes.decodeClassIndices(new float[] {0.1f, 0.2f, 0.7f, 3, 3, -1}))
        .containsExactly(2, 0);
    assertThatThrownBy(() -> classes.decode(new float[3]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> schema.decodeClasses(new float[3]))
        .isInstanceOf(IllegalStateException.class);
    Table unknown =
        Table.of(
            "new",
            List.of(
                NumericColumn.of("size", 1, 1),
                NumericColumn.of("price", 1, 1),
                TextColumn.of("town", "A", "Z")));
    assertThatThrownBy(() -> classes.encode(unknown, UnknownCategories.REFUSE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("new", "'town'", "row 1", "class 'Z'", "[A, B, C]");
    try (LogCapture log = LogCapture.of(CategoryReader.class)) {
      assertThat(classes.encode(unknown, UnknownCategories.ZEROS).targets())
          .containsExactly(0, BatchSource.UNSEEN_CLASS);
      assertThat(log.warnings())
          .containsExactly(
              "new, column 'town': classes that the training part does not have, in 1 row (Z);"
                  + " no prediction is right there, they count as wrong");
    }
  }

  @Test
  void unknownCategoriesAreZerosWithOneWarningAColumnOrRefused() {
    Table table =
        Table.of(
            "later",
            List.of(
                NumericColumn.of("size", 5, 5, 5),
                TextColumn.of("town", "X", "B", "Y"),
                NumericColumn.of("tax", 0.1, 0.1, 0.1)));
    try (LogCapture log = LogCapture.of(CategoryReader.class)) {
      assertThat(schema.encodeInputs(table, UnknownCategories.ZEROS).inputs())
          .containsExactly(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
      assertThat(log.events()).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
      assertThat(log.warnings().get(0))
          .contains("later", "'town'", "in 2 rows", "(X, Y)", "none of the known");
    }
    assertThatThrownBy(() -> schema.encodeInputs(table, UnknownCategories.REFUSE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("later", "'town'", "row 0", "category 'X'", "[A, B, C]");
  }

  @Test
  void columnsOfIndicesAreArraysOfTheirOwn() {
    TableSchema embedded = schema.withIndices("town");
    assertThat(embedded.indexed())
        .containsExactly(new ColumnSchema.Indexed("town", List.of("A", "B", "C")));
    assertThat(embedded.indexed().get(0).size()).as("with one for others").isEqualTo(4);
    assertThat(embedded.inputWidth()).isEqualTo(1);
    ArrayDataSet data = embedded.encode(training.select(0, 1, 2), UnknownCategories.REFUSE);
    assertThat(data).hasToString("3 samples, input [1], town [], target [1]");
    assertThat(data.array("town")).containsExactly(2, 1, 3);
    assertThat(data.inputs()).containsExactly(-1.5f, -0.5f, -0.5f);
    assertThat(embedded.refit(training)).isEqualTo(embedded);
    assertThat(TableSchema.fromJson(embedded.toJson())).isEqualTo(embedded);
    assertThat(embedded.toJson()).contains("\"kind\":\"indexed\"");
    TableSchema alone = TableSchema.fit(training, List.of("town"), List.of("price"));
    assertThat(alone.withIndices("town").encode(training, UnknownCategories.REFUSE))
        .hasToString("8 samples, town [], target [1]");
  }

  @Test
  void unknownCategoriesShareAnIndex() {
    TableSchema embedded = schema.withIndices("town");
    Table table =
        Table.of(
            "later",
            List.of(NumericColumn.of("size", 5, 5), TextColumn.withMissing("town", "X", "B")));
    try (LogCapture log = LogCapture.of(CategoryReader.class)) {
      assertThat(embedded.encodeInputs(table, UnknownCategories.ZEROS).array("town"))
          .containsExactly(ColumnSchema.Indexed.UNKNOWN, 2);
      assertThat(log.warnings())
          .containsExactly(
              "later, column 'town': categories that the training part does not have, in 1 row"
                  + " (X); they share the index 0, that of every unknown one");
    }
    assertThatThrownBy(() -> embedded.encodeInputs(table, UnknownCategories.REFUSE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("category 'X' does not occur");
    Table gap =
        Table.of(
            "gap",
            List.of(NumericColumn.of("size", 5), TextColumn.withMissing("town", (String) null)));
    assertThatThrownBy(() -> embedded.encodeInputs(gap, UnknownCategories.ZEROS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column 'town': the value is missing");
    assertThat(
            embedded
                .withMissing(MissingValues.MEAN)
                .encodeInputs(gap, UnknownCategories.ZEROS)
                .array("town"))
        .containsExactly(0);
  }

  @Test
  void columnsThatCannotBeIndicesAreRefused() {
    assertThatThrownBy(() -> schema.withIndices("size"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "'size' can't be a column of indices: it is no input that holds texts; these are"
                + " [town]");
    assertThatThrownBy(() -> schema.withIndices("price")).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> new ColumnSchema.Indexed("input", List.of("A")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rename it");
    assertThatThrownBy(
            () ->
                new TableSchema(
                    schema.inputs(), List.of(new ColumnSchema.Indexed("t", List.of("A", "B")))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("A target can't be a column of indices");
  }

  @Test
  void thousandsOfCategoriesAreNotAllListed() {
    String[] many = IntStream.range(0, 1000).mapToObj(i -> "town" + i).toArray(String[]::new);
    double[] numbers = IntStream.range(0, 1000).asDoubleStream().toArray();
    Table towns =
        Table.of("towns", List.of(TextColumn.of("town", many), NumericColumn.of("price", numbers)));
    TableSchema wide = TableSchema.fit(towns, List.of("price"));
    Table table = Table.of("new", List.of(TextColumn.of("town", "Z")));
    assertThatThrownBy(() -> wide.encodeInputs(table, UnknownCategories.REFUSE))
        .isInstanceOf(DataException.class)
        .message()
        .contains("'Z'", "1000: [town0, ", ", …]")
        .hasSizeLessThan(600);
  }

  @Test
  void categoriesThatNoArrayHoldsAreNamedWithTheirColumn() {
    String[] ids = IntStream.range(0, 50_000).mapToObj(i -> "C" + i).toArray(String[]::new);
    TableSchema wide =
        new TableSchema(
            List.of(schema.column("size"), new ColumnSchema.Categorical("customer", List.of(ids))),
            schema.targets());
    Table table =
        Table.of(
            "customers",
            List.of(TextColumn.of("customer", ids), NumericColumn.of("size", new double[50_000])));
    assertThatThrownBy(() -> wide.encodeInputs(table, UnknownCategories.ZEROS))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "customers: 50000 rows of 50001 numbers do not fit into an array; leave out the column"
                + " 'customer' with its 50000 categories (on the command line by --ignore"
                + " customer), or use fewer rows");
  }

  /** A cell in quotes may hold anything, a line that looks like one of the log's, say. */
  @Test
  void aCategoryWithLineBreaksTearsNoMessage() {
    String torn = "X\nWARN: all is well\r\u2028\u001b[2J";
    Table table =
        Table.of(
            "later",
            List.of(
                NumericColumn.of("size", 5),
                TextColumn.of("town", torn),
                NumericColumn.of("tax", 0.1)));
    String shown = "X·WARN: all is well··U+001B[2J";
    try (LogCapture log = LogCapture.of(CategoryReader.class)) {
      schema.encodeInputs(table, UnknownCategories.ZEROS);
      assertThat(log.warnings()).singleElement().asString().contains("(" + shown + ")");
    }
    assertThatThrownBy(() -> schema.encodeInputs(table, UnknownCategories.REFUSE))
        .hasMessageContaining("category '" + shown + "'");
  }

  /** Quoted cells may break lines and empty lines are skipped, so that rows and lines differ. */
  @Test
  void whatCannotBeEncodedIsNamedByItsLineInTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("later.csv");
    Files.writeString(file, "size,town,tax\n\n5,A,\"0.1\n\"\n\n6,X,0.1\n1e300,B,0.1\n");
    Table table = CsvFile.of(file).inputsOf(schema).read();
    assertThatThrownBy(() -> schema.encodeInputs(table, UnknownCategories.REFUSE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("later.csv, line 7, column 'size': 1.0E300 is too far");
    assertThatThrownBy(() -> schema.encodeInputs(table.select(1, 0), UnknownCategories.REFUSE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("later.csv, line 6, column 'town': the category 'X'");
  }

  @Test
  void numbersTooLargeForAMeanAreNamedByTheirLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.csv");
    Files.writeString(file, "x,y\n1,2\n-1e300,3\n3,4\n");
    Table table = CsvFile.of(file).read();
    assertThatThrownBy(() -> TableSchema.fit(table, List.of("y")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("large.csv, line 3, column 'x': the numbers, up to -1.0E300, are");
  }

  @Test
  void dataThatDoesNotFitIsRefusedWithTheNames() {
    Table table =
        Table.of("odd", List.of(TextColumn.of("size", "big"), NumericColumn.of("town", 7)));
    assertThatThrownBy(() -> schema.encode(table, UnknownCategories.ZEROS))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("odd", "missing columns [price]");
    assertThatThrownBy(() -> schema.encodeInputs(table, UnknownCategories.ZEROS))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "odd",
            "missing columns []",
            "size (should be numeric), town (should be text)",
            "[size, town]");
    Table far =
        Table.of(
            "far",
            List.of(
                NumericColumn.of("size", 1e300),
                TextColumn.of("town", "A"),
                NumericColumn.of("tax", 0)));
    assertThatThrownBy(() -> schema.encodeInputs(far, UnknownCategories.ZEROS))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("far", "'size'", "row 0", "1.0E300");
  }

  @Test
  void schemasThatMakeNoTaskAreRefused() {
    assertThatThrownBy(() -> TableSchema.fit(training, List.of("cost")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'cost'", "[size, town, tax, price]");
    assertThatThrownBy(() -> TableSchema.fit(training, List.of("price", "town")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[price, town]");
    assertThatThrownBy(() -> TableSchema.fit(training, training.names()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "houses: A schema needs at least one input and one target column, found 0 and 4; name"
                + " the targets, and leave a column to predict them from");
    assertThatThrownBy(() -> TableSchema.fit(training, List.of("size"), List.of("size")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'size'", "twice");
    assertThatThrownBy(
            () -> TableSchema.fit(training.select(0, 3), List.of("size"), List.of("town")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("houses: ", "'town'", "[B]", "at least two");
    assertThatThrownBy(() -> TableSchema.fit(training.select(), List.of("price")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no rows");
    Table tiny =
        Table.of(
            "tiny", List.of(NumericColumn.of("p", 1e-300, 2e-300), NumericColumn.of("y", 1, 2)));
    assertThatThrownBy(() -> TableSchema.fit(tiny, List.of("y")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("tiny, column 'p'", "1.0E-300", "differ too little", "multiply");
    Table huge =
        Table.of(
            "huge", List.of(NumericColumn.of("x", 1e308, -1e308), NumericColumn.of("y", 1, 2)));
    assertThatThrownBy(() -> TableSchema.fit(huge, List.of("y")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("huge, row 0", "'x'", "1.0E308", "too large");
  }
}
