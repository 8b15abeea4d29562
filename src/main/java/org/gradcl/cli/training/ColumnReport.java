package org.gradcl.cli.training;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradcl.data.csv.MissingMarks;
import org.gradcl.data.table.Column;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.NumericColumn;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.data.table.TextColumn;
import org.gradcl.text.Figures;
import org.gradcl.text.NameList;
import org.gradcl.text.Printable;
import org.gradcl.text.TextTable;

/**
 * Reports in one line for each column of a user's table what kind its cells gave it.
 *
 * @param table that is trained on
 * @param schema fitted to its training part
 * @param resumed whether the schema is that of a run that goes on, whose data may have more columns
 */
record ColumnReport(Table table, TableSchema schema, boolean resumed) {
  private static final int MOST_LINES = 50;
  private static final int SHOWN_TEXTS = 5;
  private static final int LONGEST_NAME = 60;

  /** Prints the lines, those of the targets last. */
  void print(PrintWriter out) {
    TextTable lines = new TextTable("column", "taken for");
    List<String> targets = schema.targets().stream().map(ColumnSchema::name).toList();
    List<Column> inputs =
        table.columns().stream().filter(column -> !targets.contains(column.name())).toList();
    inputs.stream()
        .limit(MOST_LINES)
        .forEach(column -> lines.row(name(column.name()), input(column)));
    if (inputs.size() > MOST_LINES) {
      lines.row("…", others(inputs.subList(MOST_LINES, inputs.size())));
    }
    targets.stream()
        .limit(MOST_LINES)
        .forEach(name -> lines.row(name(name), "to predict: " + target(table.column(name))));
    if (targets.size() > MOST_LINES) {
      lines.row(
          "…",
          String.format(
              "to predict: %s more of numbers", Figures.count(targets.size() - MOST_LINES)));
    }
    lines.print(out);
  }

  private String others(List<Column> columns) {
    List<String> texts =
        columns.stream().filter(TextColumn.class::isInstance).map(Column::name).toList();
    long unused = columns.stream().filter(column -> !schema.has(column.name())).count();
    return String.format(
        "%s more columns: %s of numbers, %s of categories%s%s",
        Figures.count(columns.size()),
        Figures.count(columns.size() - texts.size()),
        Figures.count(texts.size()),
        texts.isEmpty() ? "" : " (" + some(texts) + ")",
        unused == 0 ? "" : "; no inputs among them: " + Figures.count(unused));
  }

  private String whyNoInput() {
    return resumed
        ? "no input of the run that goes on"
        : "one value in the training part, so no input";
  }

  /** A question of a survey is a name, too. */
  private static String name(String whole) {
    return Printable.beginning(whole, LONGEST_NAME);
  }

  private String input(Column column) {
    String kind =
        column instanceof TextColumn texts ? categories(texts) : numbers((NumericColumn) column);
    String use =
        schema.has(column.name()) && schema.column(column.name()) instanceof ColumnSchema.Indexed
            ? ", embedded"
            : "";
    return kind + use + missing(column) + (schema.has(column.name()) ? "" : "; " + whyNoInput());
  }

  private static String target(Column column) {
    if (column instanceof TextColumn texts) {
      List<String> classes = texts.distinct();
      return String.format(
          "%s classes (%s)%s", Figures.count(classes.size()), some(classes), marks(classes));
    }
    NumericColumn numbers = (NumericColumn) column;
    double[] values = values(numbers).distinct().limit(3).sorted().toArray();
    return values.length == 2
        ? String.format(
            "numbers, %s and %s alone; --text %s would make them classes",
            Figures.of(values[0]), Figures.of(values[1]), NameList.argument(List.of(column.name())))
        : numbers(numbers);
  }

  private static String categories(TextColumn texts) {
    List<String> all = texts.distinct().stream().filter(text -> !text.isEmpty()).toList();
    return String.format(
        "%s %s (%s)%s",
        Figures.count(all.size()),
        all.size() == 1 ? "category" : "categories",
        some(all),
        marks(all));
  }

  /** Marks of missing values were not said to be any. */
  private static String marks(List<String> texts) {
    List<String> marks = texts.stream().filter(MissingMarks::isMark).toList();
    return marks.isEmpty() ? "" : ", " + some(marks) + " as any other";
  }

  private static String some(List<String> texts) {
    return texts.stream()
            .limit(SHOWN_TEXTS)
            .map(HeldOutRows::text)
            .collect(Collectors.joining(", "))
        + (texts.size() > SHOWN_TEXTS ? ", …" : "");
  }

  private static String numbers(NumericColumn numbers) {
    double[] values = values(numbers).toArray();
    return String.format(
        "numbers from %s to %s",
        Figures.of(Arrays.stream(values).min().orElseThrow()),
        Figures.of(Arrays.stream(values).max().orElseThrow()));
  }

  private static DoubleStream values(NumericColumn numbers) {
    return IntStream.range(0, numbers.rows())
        .filter(row -> !numbers.isMissing(row))
        .mapToDouble(numbers::value);
  }

  private static String missing(Column column) {
    long count = IntStream.range(0, column.rows()).filter(column::isMissing).count();
    if (count == 0) {
      return "";
    }
    return column instanceof TextColumn
        ? String.format("; %s missing, a category of their own", Figures.count(count))
        : String.format("; %s missing, as their mean", Figures.count(count));
  }
}
