package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.gradcl.data.table.Column;
import org.gradcl.data.table.NumericColumn;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.data.table.TextColumn;
import org.junit.jupiter.api.Test;

class ColumnReportTest {
  private static String report(List<Column> columns, boolean resumed) {
    Table table = Table.of("t", columns);
    StringWriter out = new StringWriter();
    TableSchema schema = TableSchema.fit(table, List.of("y"));
    new ColumnReport(table, schema, resumed).print(new PrintWriter(out));
    return out.toString();
  }

  @Test
  void whatIsBehindTheFiftiethColumnIsCountedAndCategoriesAreNamed() {
    List<Column> columns = new ArrayList<>(List.of(NumericColumn.of("y", 1, 2, 3)));
    for (int i = 0; i < 100; i++) {
      columns.add(NumericColumn.of("n" + i, i, i + 1, i));
    }
    columns.add(NumericColumn.of("constant", 5, 5, 5));
    columns.add(TextColumn.of("colour", "red", "blue", "red"));
    assertThat(report(columns, false))
        .contains("  n49     numbers from 49 to 50", "  y       to predict: numbers from 1 to 3")
        .doesNotContain("n50")
        .contains(
            "52 more columns: 51 of numbers, 1 of categories (colour); no inputs among them: 1");
  }

  @Test
  void longNamesAreShownByTheirBeginning() {
    String question = "How satisfied are you with it? ".repeat(9);
    List<Column> columns =
        List.of(NumericColumn.of("y", 1, 2, 3), NumericColumn.of(question, 4, 5, 4));
    assertThat(report(columns, false).lines()).allMatch(line -> line.length() < 100);
  }

  @Test
  void aNameThatAShellWouldPartIsQuoted() {
    List<Column> columns =
        List.of(NumericColumn.of("y", 1, 2, 3), NumericColumn.of("a b", 0, 1, 1));
    Table table = Table.of("t", columns);
    StringWriter out = new StringWriter();
    new ColumnReport(table, TableSchema.fit(table, List.of("a b")), false)
        .print(new PrintWriter(out));
    assertThat(out.toString()).contains("0 and 1 alone; --text 'a b' would make them classes");
  }
}
