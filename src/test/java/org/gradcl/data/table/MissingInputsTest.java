package org.gradcl.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a schema does with values that are not there. */
class MissingInputsTest {
  private static final Table TRAINING =
      Table.of(
          "data",
          List.of(
              NumericColumn.withMissing("a", 1, Double.NaN, 3, 5),
              TextColumn.withMissing("t", "x", "y", null, ""),
              NumericColumn.of("y", 1, 2, 3, 4)));

  private static TableSchema schema(MissingValues choice) {
    return TableSchema.fit(TRAINING, List.of("y")).withMissing(choice);
  }

  private static Table row(double a, String t) {
    return Table.of(
        "new", List.of(NumericColumn.withMissing("a", a), TextColumn.withMissing("t", t)));
  }

  private static float[] inputs(TableSchema schema, Table table) {
    return schema.encodeInputs(table, UnknownCategories.REFUSE).inputs();
  }

  @Test
  void meanAndScaleAreThoseOfTheNumbersThatAreThere() {
    ColumnSchema.Numeric a = (ColumnSchema.Numeric) schema(MissingValues.MEAN).column("a");
    assertThat(a.mean()).isEqualTo(3);
    assertThat(a.scale()).isEqualTo(Math.sqrt(8 / 3.0));
  }

  @Test
  void theMeanIsZeroAndAMissingTextACategoryOfItsOwn() {
    TableSchema schema = schema(MissingValues.MEAN);
    assertThat(schema.column("t"))
        .isEqualTo(new ColumnSchema.Categorical("t", List.of("", "x", "y")));
    assertThat(inputs(schema, row(Double.NaN, "y"))).containsExactly(0, 0, 0, 1);
    assertThat(inputs(schema, row(3, null))).containsExactly(0, 1, 0, 0);
    assertThat(inputs(schema.refit(TRAINING), row(Double.NaN, "x"))).containsExactly(0, 0, 1, 0);
    assertThatThrownBy(() -> inputs(schema, row(3, "z")))
        .hasMessageContainingAll("the category 'z'", "has [(missing), x, y]");
  }

  @Test
  void aTextThatWasNeverMissingIsUnknownWhereItIs() {
    TableSchema schema =
        TableSchema.fit(TRAINING.select(0, 1, 0), List.of("t"), List.of("y"))
            .withMissing(MissingValues.MEAN);
    assertThatThrownBy(() -> inputs(schema, row(1, null)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the category '(missing)' does not occur in the training part");
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSE", "DROP"})
  void elseTheyAreRefusedWithTheirPlace(MissingValues choice) {
    for (Table table : List.of(row(Double.NaN, "x"), row(1, ""))) {
      assertThatThrownBy(() -> inputs(schema(choice), table))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("new, row 0", "is missing", "Table.complete", "withMissing");
    }
    assertThat(inputs(schema(choice), TRAINING.complete().select(0))).hasSize(4);
  }

  @Test
  void aTargetIsNeverMissing() {
    for (String target : List.of("a", "t")) {
      assertThatThrownBy(() -> TableSchema.fit(TRAINING, List.of("y"), List.of(target)))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("data, row", "the target '" + target + "' is missing");
      TableSchema schema =
          TableSchema.fit(TRAINING.select(0, 1, 0), List.of("y"), List.of("t"))
              .withMissing(MissingValues.MEAN);
      assertThatThrownBy(() -> schema.encode(TRAINING, UnknownCategories.ZEROS))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("data, row 2 (from 0), column 't': the value is missing");
    }
  }

  @Test
  void aColumnWithoutANumberInTheTrainingPartIsNoInput() {
    TableSchema schema = TableSchema.fit(TRAINING.select(1, 1, 0), List.of("t", "a"), List.of("y"));
    assertThat(schema.has("a")).isFalse();
    Table none = TRAINING.select(1, 1);
    assertThatThrownBy(() -> TableSchema.fit(none, List.of("t"), List.of("y")))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> ArrayDataSet.ofInputs(Table.of("n", List.of(TRAINING.column("a")))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("n, row 1 (from 0), column 'a': the number is missing");
  }

  @Test
  void columnsWithoutMissingValuesRefuseThem() {
    assertThatThrownBy(() -> NumericColumn.of("a", Double.NaN)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> NumericColumn.withMissing("a", Double.POSITIVE_INFINITY))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> TextColumn.of("t", "")).isInstanceOf(DataException.class);
    assertThat(TRAINING.complete().rows()).isEqualTo(1);
  }
}
