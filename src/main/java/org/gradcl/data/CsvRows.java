package org.gradcl.data;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the rows of one CSV file into the columns of a {@link Table}; used once. */
final class CsvRows {
  /** As in files of spreadsheets where the comma is the decimal point's. */
  private static final Pattern OTHER_SEPARATOR = Pattern.compile("[;\t|]");

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");
  private static final int SHOWN_CELL = 40;

  private final Path file;
  private final CsvLayout layout;
  private final IntStream.Builder lines = IntStream.builder();
  private List<String> names;
  private ColumnBuilder[] builders;

  /** Where the next row begins if no line is left out. */
  private long nextLine;

  CsvRows(Path file, CsvLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  Table read(CsvReader<CsvRecord> csv) throws CsvException {
    long rows = 0;
    for (CsvRecord row : csv) {
      if (names == null) {
        names = layout.header() ? header(row) : generatedNames(row.getFieldCount());
        requireForcedColumns();
        requireWantedColumns();
        if (layout.header()) {
          nextLine = row.getStartingLineNumber() + linesOf(row);
          continue;
        }
        nextLine = row.getStartingLineNumber();
      }
      requireNoGap(row);
      if (rows++ == ColumnBuilder.MAX_ROWS) {
        throw refusal(row.getStartingLineNumber(), null, "the file has too many rows", "split it");
      }
      add(row);
      lines.add((int) Math.min(row.getStartingLineNumber(), Integer.MAX_VALUE));
    }
    if (names == null) {
      throw refusal(0, null, "the file is empty", "give it a header and at least one row");
    }
    if (builders == null) {
      throw refusal(0, null, "the file has no data rows", "give it at least one");
    }
    return Table.of(
        file.getFileName().toString(),
        Arrays.stream(builders).filter(Objects::nonNull).map(ColumnBuilder::build).toList(),
        lines.build().toArray());
  }

  /** In a file of one column a line without any character is a row whose cell is empty. */
  private void requireNoGap(CsvRecord row) throws CsvException {
    if (names.size() == 1 && row.getStartingLineNumber() > nextLine) {
      throw emptyCell(nextLine, names.get(0));
    }
    nextLine = row.getStartingLineNumber() + linesOf(row);
  }

  private static long linesOf(CsvRecord row) {
    return 1
        + row.getFields().stream()
            .mapToLong(cell -> LINE_BREAK.matcher(cell).results().count())
            .sum();
  }

  private void add(CsvRecord row) throws CsvException {
    long line = row.getStartingLineNumber();
    if (row.getFieldCount() != names.size()) {
      // The first column that has no cell, or the last one, behind which cells are left.
      String column = names.get(Math.min(row.getFieldCount(), names.size() - 1));
      throw refusal(
          line,
          column,
          String.format(
              "the row has %d cells, %s %d",
              row.getFieldCount(), layout.header() ? "the header" : "the first row", names.size()),
          layout.header() && names.size() == 1 && OTHER_SEPARATOR.matcher(names.get(0)).find()
              ? "separate the cells by commas, and write numbers with a decimal point"
              : "add or remove cells, or quote a cell that holds a comma");
    }
    if (builders == null) {
      builders = new ColumnBuilder[names.size()];
    }
    for (int i = 0; i < builders.length; i++) {
      if (!layout.reads(names.get(i))) {
        continue;
      }
      String cell = row.getField(i).strip();
      if (cell.isEmpty()) {
        throw emptyCell(line, names.get(i));
      }
      if (builders[i] == null) {
        builders[i] =
            layout.isNumeric(names.get(i), cell)
                ? new ColumnBuilder.Numbers(names.get(i))
                : new ColumnBuilder.Texts(names.get(i));
      }
      if (!builders[i].add(cell)) {
        throw refusal(
            line,
            names.get(i),
            "'" + shortened(cell) + "' is no finite number, but the column is numeric",
            "correct the cell, remove the row, or declare the column as text (on the command line"
                + " by --text)");
      }
    }
  }

  private List<String> header(CsvRecord row) throws CsvException {
    List<String> header = row.getFields().stream().map(String::strip).toList();
    long line = row.getStartingLineNumber();
    if (header.stream().noneMatch(name -> Double.isNaN(FiniteNumber.parse(name)))) {
      throw refusal(
          line,
          null,
          "there is no header: the first line holds numbers only",
          "add a line with the names of the columns (a program can say withoutHeader instead)");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).isEmpty()) {
        throw refusal(line, null, "column " + (i + 1) + " has no name", "name it");
      }
      if (!seen.add(header.get(i))) {
        throw refusal(line, header.get(i), "two columns have this name", "rename one");
      }
    }
    return header;
  }

  private static List<String> generatedNames(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(i -> "column" + i).toList();
  }

  private void requireForcedColumns() throws CsvException {
    for (String column : layout.texts()) {
      if (!names.contains(column)) {
        throw refusal(
            0, column, "there is no such column to declare as text", "the file has " + names);
      }
    }
  }

  private void requireWantedColumns() throws CsvException {
    List<String> missing = layout.wanted().stream().filter(name -> !names.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw refusal(0, null, "missing columns " + missing, "the file has " + names);
    }
  }

  private CsvException emptyCell(long line, String column) {
    return refusal(line, column, "the cell is empty", "fill it in or remove the row");
  }

  private CsvException refusal(long line, String column, String found, String advice) {
    return new CsvException(file, line, column, found, advice);
  }

  private static String shortened(String cell) {
    return cell.length() <= SHOWN_CELL ? cell : cell.substring(0, SHOWN_CELL) + "…";
  }
}
