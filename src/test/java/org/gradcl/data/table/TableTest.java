package org.gradcl.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;
import org.junit.jupiter.api.Test;

class TableTest {
  private final Table table =
      Table.of(
          "people",
          List.of(
              NumericColumn.of("age", 30, 40, 50), TextColumn.of("city", "Ulm", "Bonn", "Ulm")));

  @Test
  void columnsAreFoundByNameAndKind() {
    assertThat(table.names()).containsExactly("age", "city");
    assertThat(table.numeric("age").value(2)).isEqualTo(50);
    assertThat(table.text("city").value(1)).isEqualTo("Bonn");
    assertThat(table.text("city").distinct()).containsExactly("Bonn", "Ulm");
    assertThat(table).hasToString("people: 3 rows, [age, city]");
    assertThatThrownBy(() -> table.column("name"))
        .isInstanceOf(DataException.class)
        .hasMessage("people has no column 'name'; it has [age, city]");
    assertThatThrownBy(() -> table.numeric("city"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Column 'city' of people holds texts where numbers are needed; name one of [age]");
    assertThatThrownBy(() -> table.text("age"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Column 'age' of people holds numbers where texts are needed; name one of [city]");
    assertThatThrownBy(() -> table.only("age").text("age"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Column 'age' of people holds numbers where texts are needed; there is no column of"
                + " texts");
  }

  @Test
  void ofThousandsOfColumnsThoseThatMayBeMeantAreListed() {
    List<NumericColumn> columns =
        IntStream.range(0, 2000).mapToObj(i -> NumericColumn.of("Column_" + i, i)).toList();
    assertThatThrownBy(() -> Table.of("wide", columns).column("column 1234"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "wide has no column 'column 1234'; it has [Column_1234, Column_0, Column_1, ")
        .hasMessageEndingWith("Column_18, … 1,980 more]");
  }

  @Test
  void selectionTakesRowsInTheGivenOrder() {
    Table selected = table.select(2, 0);
    assertThat(selected.rows()).isEqualTo(2);
    assertThat(selected.numeric("age").value(0)).isEqualTo(50);
    assertThat(selected.text("city").value(1)).isEqualTo("Ulm");
    assertThat(selected.text("city").distinct()).containsExactly("Ulm");
    assertThatThrownBy(() -> table.select(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void columnsThatDoNotMakeATableAreRefused() {
    assertThatThrownBy(() -> Table.of("t", List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least one column");
    assertThatThrownBy(
            () -> Table.of("t", List.of(NumericColumn.of("a", 1), NumericColumn.of("b", 1, 2))))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'a' has 1 rows", "'b' has 2");
    assertThatThrownBy(
            () -> Table.of("t", List.of(NumericColumn.of("a", 1), TextColumn.of("a", "x"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'a'");
    assertThatThrownBy(() -> Table.ofFile("t", List.of(NumericColumn.of("a", 1, 2)), new int[] {2}))
        .isInstanceOf(DataException.class)
        .hasMessage("t: 1 lines are given for 2 rows; give the line of each row");
    assertThatThrownBy(() -> NumericColumn.of("a", 1, Double.NaN))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'a'", "NaN", "row 1");
    assertThatThrownBy(() -> TextColumn.of("a", "x", ""))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'a'", "row 1");
  }

  @Test
  void numberedTextsAreGivenOnceAndAreThere() {
    assertThatThrownBy(() -> TextColumn.ofNumbered("town", List.of("A", "A"), new int[] {0, 1}))
        .isInstanceOf(DataException.class)
        .hasMessage("Column 'town': each different text is given once");
    assertThatThrownBy(() -> TextColumn.ofNumbered("town", List.of("A"), new int[] {0, 1}))
        .isInstanceOf(DataException.class)
        .hasMessage("Column 'town': row 1 (from 0) has the text number 1, and there are 1 texts");
  }
}
