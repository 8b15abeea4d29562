package org.gradcl.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.Test;

/** What is said of columns that teach nothing. */
class SchemaFitTest {
  @Test
  void constantColumnsAreNoInputsAndNamedByOneWarning() {
    Table table =
        Table.of(
            "shops",
            List.of(
                NumericColumn.of("year", 2023, 2023, 2023),
                NumericColumn.of("rate", 0.3, 0.1 + 0.2, 0.3),
                TextColumn.of("country", "DE", "DE", "DE"),
                NumericColumn.of("size", 1, 2, 3),
                NumericColumn.of("price", 4, 4, 5)));
    try (LogCapture log = LogCapture.of(SchemaFit.class)) {
      TableSchema schema = TableSchema.fit(table, List.of("price"));
      assertThat(schema.inputs()).extracting(ColumnSchema::name).containsExactly("size");
      assertThat(log.warnings())
          .containsExactly(
              "shops: the training part has one value in 'year' (2023), 'rate' (0.3), 'country'"
                  + " (DE); what does not vary there counts for nothing, whatever other rows hold");
    }
  }

  @Test
  void ofVeryManyConstantColumnsSomeAreNamed() {
    List<Column> columns = new ArrayList<>(List.of(NumericColumn.of("price", 4, 5)));
    columns.add(NumericColumn.of("size", 1, 2));
    IntStream.range(0, 700).forEach(i -> columns.add(NumericColumn.of("pixel" + i, 0, 0)));
    try (LogCapture log = LogCapture.of(SchemaFit.class)) {
      TableSchema.fit(Table.of("pictures", columns), List.of("price"));
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0))
          .contains("'pixel0' (0), 'pixel1' (0), ", "'pixel9' (0), … 690 more; what does not vary")
          .doesNotContain("pixel10");
    }
  }

  @Test
  void largeNumbersThatDifferByOneAreNotConstant() {
    assertThat(ColumnFit.isConstant(NumericColumn.of("x", 1e14, 1e14 + 1))).isFalse();
    assertThat(ColumnFit.isConstant(NumericColumn.of("x", -1e-300, 1e-300))).isFalse();
    assertThat(ColumnFit.isConstant(NumericColumn.of("x", -1e308, 1e308))).isFalse();
    assertThat(ColumnFit.isConstant(NumericColumn.of("x", 0, 0, -0.0))).isTrue();
  }

  @Test
  void aTableOfConstantsIsRefused() {
    Table table =
        Table.of("flat", List.of(TextColumn.of("a\nb", "x", "x"), NumericColumn.of("price", 4, 5)));
    assertThatThrownBy(() -> TableSchema.fit(table, List.of("price")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("flat: every input column holds one value in all 2 training rows")
        .hasMessageContaining("'a·b' (x)");
  }

  @Test
  void aConstantTargetKeepsItsValue() {
    Table table =
        Table.of("level", List.of(NumericColumn.of("x", 1, 2), NumericColumn.of("y", 7, 7)));
    try (LogCapture log = LogCapture.of(SchemaFit.class)) {
      assertThat(TableSchema.fit(table, List.of("y")).column("y"))
          .isEqualTo(new ColumnSchema.Numeric("y", 7, 1));
      assertThat(log.warnings())
          .containsExactly(
              "level: the training part has one value in the target 'y' (7); there is nothing to be"
                  + " learnt of what never varies");
    }
  }

  @Test
  void aTargetOfWhichEachRowIsAClassIsNamed() {
    String[] each = IntStream.range(0, 40).mapToObj(i -> i + "K").toArray(String[]::new);
    try (LogCapture log = LogCapture.of(SchemaFit.class)) {
      TableSchema.fit(customers(each), List.of("age"), List.of("first, id"));
      assertThat(log.warnings())
          .containsExactly(
              "customers: nearly every row has a class of its own in the target 'first, id' (40 in"
                  + " 40 training rows), so that other rows can hardly be predicted; if numbers are"
                  + " meant, write them with digits and a decimal point only");
    }
  }

  private static Table customers(String... ids) {
    double[] numbers = IntStream.range(0, ids.length).asDoubleStream().toArray();
    return Table.of(
        "customers",
        List.of(
            TextColumn.of("first, id", ids),
            NumericColumn.of("age", numbers),
            NumericColumn.of("price", numbers)));
  }

  @Test
  void columnsOfIdentifiersAreNamedWithWhatTheyCostAndHowToLeaveThemOut() {
    String[] ids =
        IntStream.range(0, 2000)
            .mapToObj(i -> UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}))
            .map(UUID::toString)
            .toArray(String[]::new);
    try (LogCapture log = LogCapture.of(SchemaFit.class)) {
      TableSchema.fit(customers(ids), List.of("price"));
      assertThat(log.warnings())
          .containsExactly(
              "customers: nearly every row has a category of its own in 'first, id' (2,000 in"
                  + " 2,000 training rows); leave out what only names rows (on the command line by"
                  + " --ignore '\"first, id\"'): it costs 2,000 of the 2,001 inputs, 7.8 KiB a row,"
                  + " and teaches nothing of rows with other categories");
    }
  }

  @Test
  void columnsWhoseCategoriesComeAgainAreNotNamed() {
    String[] halves = IntStream.range(0, 40).mapToObj(i -> "c" + i / 2).toArray(String[]::new);
    String[] few = IntStream.range(0, 10).mapToObj(i -> "c" + i).toArray(String[]::new);
    try (LogCapture log = LogCapture.of(SchemaFit.class)) {
      TableSchema.fit(customers(halves), List.of("price"));
      TableSchema.fit(customers(few), List.of("price"));
      TableSchema.fit(customers(halves), List.of("age"), List.of("first, id"));
      assertThat(log.events()).isEmpty();
    }
  }

  @Test
  void longTextsAreShownByTheirBeginning() {
    String[] notes =
        IntStream.range(0, 20).mapToObj(i -> i + " lorem".repeat(500)).toArray(String[]::new);
    TableSchema schema = TableSchema.fit(customers(notes), List.of("price"));
    Table other = customers("ipsum ".repeat(500));
    assertThatThrownBy(() -> schema.encodeInputs(other, UnknownCategories.REFUSE))
        .hasMessageContaining("'ipsum ipsum ipsum ipsum ipsum ipsum ips…' does not occur")
        .message()
        .hasSizeLessThan(1500);
    try (LogCapture log = LogCapture.of(CategoryReader.class)) {
      schema.encodeInputs(other, UnknownCategories.ZEROS);
      assertThat(log.warnings().get(0)).contains("ipsum ipsum").hasSizeLessThan(300);
    }
  }
}
