package org.gradcl.data.table;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;
import org.gradcl.data.NumericRows;
import org.gradcl.text.NameList;

/**
 * Named columns of equal length. Immutable and safe for use by several threads.
 *
 * <p>Read one from a file with {@link org.gradcl.data.csv.CsvFile}, or build one of columns. A
 * {@link TableSchema} turns it into numbers for a network.
 */
public final class Table implements NumericRows {
  private final String source;
  private final Map<String, Column> columns;
  private final int rows;

  /** The line of the file in which each row begins, from 1; empty if the table is from no file. */
  private final int[] lines;

  private Table(String source, List<? extends Column> columns, int[] lines) {
    this.source = Objects.requireNonNull(source, "source");
    this.lines = lines;
    if (columns.isEmpty()) {
      throw new DataException("A table needs at least one column (" + source + ")");
    }
    Map<String, Column> byName = new LinkedHashMap<>();
    this.rows = columns.get(0).rows();
    for (Column column : columns) {
      if (column.rows() != rows) {
        throw new DataException(
            String.format(
                "Column '%s' has %d rows, column '%s' has %d; columns of a table are equally long",
                columns.get(0).name(), rows, column.name(), column.rows()));
      }
      if (byName.put(column.name(), column) != null) {
        throw new DataException("Two columns are called '" + column.name() + "'; rename one");
      }
    }
    this.columns = Collections.unmodifiableMap(byName);
  }

  /**
   * {@return a table of columns}
   *
   * @param source what messages call the table, for example a file's name
   * @param columns of different names and equal length, in order
   * @throws DataException if there are no columns, their lengths differ, or two have the same name
   */
  public static Table of(String source, List<? extends Column> columns) {
    return new Table(source, columns, new int[0]);
  }

  /**
   * {@return a table of columns of numbers}
   *
   * @param source what messages call the table
   * @param columns the numbers of each column by its name, in the order of the map; copied
   * @throws DataException if there are no columns, their lengths differ, or a value is not finite
   */
  public static Table of(String source, Map<String, double[]> columns) {
    return of(
        source,
        columns.entrySet().stream()
            .map(column -> NumericColumn.of(column.getKey(), column.getValue()))
            .toList());
  }

  /**
   * {@return a table that was read from a file, whose messages name lines}
   *
   * @param source what messages call the table, for example the file's name
   * @param columns of different names and equal length, in order
   * @param lines the line in which each row begins, from 1, one a row; not to be written to
   * @throws DataException as {@link #of(String, List)}, or if there is not one line for each row
   */
  public static Table ofFile(String source, List<? extends Column> columns, int[] lines) {
    Table table = new Table(source, columns, lines);
    if (lines.length != table.rows) {
      throw new DataException(
          String.format(
              "%s: %d lines are given for %d rows; give the line of each row",
              source, lines.length, table.rows));
    }
    return table;
  }

  /** {@return what messages call this table} */
  public String source() {
    return source;
  }

  /** {@return the number of rows} */
  @Override
  public int rows() {
    return rows;
  }

  /** {@return the number of columns} */
  @Override
  public int width() {
    return columns.size();
  }

  /**
   * Writes the numbers of all columns, row by row.
   *
   * @param target of rows · columns
   * @throws DataException if a column holds texts, or a number is missing or too large for float32
   */
  @Override
  public void copyTo(float[] target) {
    int column = 0;
    for (String name : columns.keySet()) {
      NumericColumn numbers = numeric(name);
      for (int row = 0; row < rows; row++) {
        target[row * columns.size() + column] = float32(numbers, row);
      }
      column++;
    }
  }

  private float float32(NumericColumn numbers, int row) {
    if (numbers.isMissing(row)) {
      throw new DataException(
          String.format(
              "%s, %s, column '%s': the number is missing; leave such rows out, as Table.complete"
                  + " does, or encode the table by a TableSchema",
              source, place(row), numbers.name()));
    }
    float value = (float) numbers.value(row);
    if (!Float.isFinite(value)) {
      throw new DataException(
          String.format(
              "%s, %s, column '%s': %s is too large for float32; divide the column by a constant,"
                  + " or standardise it with a TableSchema",
              source, place(row), numbers.name(), numbers.value(row)));
    }
    return value;
  }

  /** {@return the columns in their order} */
  public List<Column> columns() {
    return List.copyOf(columns.values());
  }

  /** {@return the names of the columns in their order} */
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /**
   * {@return whether there is a column of this name}
   *
   * @param name of a column
   */
  public boolean has(String name) {
    return columns.containsKey(name);
  }

  /**
   * {@return the table with these columns alone, in this order}
   *
   * @param names of columns, each once
   * @throws DataException if there is none of a name, a name is given twice, or none is given; the
   *     message lists the columns there are
   */
  public Table only(String... names) {
    if (names.length == 0) {
      throw new DataException(
          "Name at least one column of " + source + "; it has " + NameList.of(columns.keySet()));
    }
    if (new HashSet<>(Arrays.asList(names)).size() < names.length) {
      throw new DataException(
          "Name each column of " + source + " once, found " + Arrays.toString(names));
    }
    return new Table(source, Arrays.stream(names).map(this::column).toList(), lines);
  }

  /**
   * {@return the column of a name}
   *
   * @param name of a column
   * @throws DataException if there is none; the message lists those there are
   */
  public Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new DataException(
          String.format(
              "%s has no column '%s'; it has %s",
              source, name, NameList.of(columns.keySet(), String.valueOf(name))));
    }
    return column;
  }

  /**
   * {@return the column of numbers of a name}
   *
   * @param name of a column
   * @throws DataException if there is none, or it holds texts; the message lists those of numbers
   */
  public NumericColumn numeric(String name) {
    Column column = column(name);
    if (column instanceof NumericColumn numericColumn) {
      return numericColumn;
    }
    throw new DataException(
        String.format(
            "Column '%s' of %s holds texts where numbers are needed; %s",
            name, source, oneOf("numbers", NumericColumn.class)));
  }

  /**
   * {@return the column of texts of a name}
   *
   * @param name of a column
   * @throws DataException if there is none, or it holds numbers; the message lists those of texts
   */
  public TextColumn text(String name) {
    Column column = column(name);
    if (column instanceof TextColumn textColumn) {
      return textColumn;
    }
    throw new DataException(
        String.format(
            "Column '%s' of %s holds numbers where texts are needed; %s",
            name, source, oneOf("texts", TextColumn.class)));
  }

  private String oneOf(String what, Class<? extends Column> kind) {
    List<String> names =
        columns.values().stream().filter(kind::isInstance).map(Column::name).toList();
    return names.isEmpty() ? "there is no column of " + what : "name one of " + NameList.of(names);
  }

  /**
   * {@return the table with the given rows in the given order; a {@link Split} has such numbers}
   *
   * @param rowNumbers from 0 to the number of rows − 1; may repeat
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public Table select(int... rowNumbers) {
    return new Table(
        source,
        columns.values().stream().map(column -> column.select(rowNumbers)).toList(),
        lines.length == 0
            ? lines
            : Arrays.stream(rowNumbers).map(rowNumber -> lines[rowNumber]).toArray());
  }

  /**
   * {@return the rows in which none of the given columns is missing, ascending}
   *
   * @param names of columns
   * @throws DataException if there is no such column
   */
  public int[] completeRows(Collection<String> names) {
    List<Column> considered = names.stream().map(this::column).toList();
    return IntStream.range(0, rows)
        .filter(row -> considered.stream().noneMatch(column -> column.isMissing(row)))
        .toArray();
  }

  /** {@return the table without the rows in which a column is missing} */
  public Table complete() {
    int[] complete = completeRows(columns.keySet());
    return complete.length == rows ? this : select(complete);
  }

  /**
   * {@return how messages name a row: the line of its file, such as {@code line 7}, or its number}
   *
   * @param row from 0
   */
  public String place(int row) {
    return lines.length == 0 ? "row " + row + " (from 0)" : "line " + lines[row];
  }

  /** For example {@code diamonds.csv.gz: 53940 rows, [carat, cut, …]}. */
  @Override
  public String toString() {
    return source + ": " + rows + " rows, " + columns.keySet();
  }
}
