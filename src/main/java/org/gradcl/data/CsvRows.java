package org.gradcl.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the rows of one CSV file into the columns of a {@link Table}; used once. */
final class CsvRows {
  /** As in files of spreadsheets where the comma is the decimal point's. */
  private static final Pattern OTHER_SEPARATOR = Pattern.compile("[;\t|,]");

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  private final Path file;
  private final CsvLayout layout;
  private final IntStream.Builder lines = IntStream.builder();
  private List<String> names;
  private char separator;
  private long rows;
  private ColumnBuilder[] builders;

  /** Where the next row begins if no line is left out. */
  private long nextLine;

  CsvRows(Path file, CsvLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  /** Takes the first record as the header, unless there is none, and every other as a row. */
  boolean add(CsvRecord row, long line, char separator) throws CsvException {
    if (names == null) {
      this.separator = separator;
      names = layout.header() ? header(row, line) : generatedNames(row.getFieldCount());
      requireForcedColumns();
      requireWantedColumns();
      nextLine = line;
      if (layout.header()) {
        nextLine += linesOf(row);
        return true;
      }
    }
    requireNoGap(row, line);
    if (rows++ == ColumnBuilder.MAX_ROWS) {
      throw refusal(line, null, "the file has too many rows", "split it");
    }
    addCells(row, line);
    lines.add((int) Math.min(line, Integer.MAX_VALUE));
    return true;
  }

  Table table() throws CsvException {
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
  private void requireNoGap(CsvRecord row, long line) throws CsvException {
    if (names.size() == 1 && line > nextLine) {
      throw emptyCell(nextLine, names.get(0));
    }
    nextLine = line + linesOf(row);
  }

  private static long linesOf(CsvRecord row) {
    return 1
        + row.getFields().stream()
            .mapToLong(cell -> LINE_BREAK.matcher(cell).results().count())
            .sum();
  }

  private void addCells(CsvRecord row, long line) throws CsvException {
    if (row.getFieldCount() != names.size()) {
      // The first column that has no cell, or the last one, behind which cells are left.
      String column = names.get(Math.min(row.getFieldCount(), names.size() - 1));
      throw refusal(
          line,
          column,
          String.format(
              "the row has %d cells, %s %d",
              row.getFieldCount(), layout.header() ? "the header" : "the first row", names.size()),
          otherSeparator()
              .map(
                  other ->
                      String.format(
                          "separate the cells by commas and write numbers with a decimal point, or"
                              + " name the separator in a line of its own in front of all others:"
                              + " sep=%s",
                          other))
              .orElse(
                  String.format(
                      "add or remove cells, or quote a cell that holds a '%s'", separator)));
    }
    if (builders == null) {
      builders = new ColumnBuilder[names.size()];
    }
    for (int i = 0; i < builders.length; i++) {
      if (!layout.reads(names.get(i))) {
        continue;
      }
      String cell = CsvCell.strip(row.getField(i));
      if (CsvCell.hasByteOrderMark(cell)) {
        throw byteOrderMark(line, names.get(i), cell);
      }
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
            "'" + CsvCell.shown(cell) + "' is no finite number, but the column is numeric",
            "correct the cell, remove the row, or declare the column as text (on the command line"
                + " by --text)");
      }
    }
  }

  private List<String> header(CsvRecord row, long line) throws CsvException {
    List<String> header = row.getFields().stream().map(CsvCell::strip).toList();
    for (String name : header) {
      if (CsvCell.hasByteOrderMark(name)) {
        throw byteOrderMark(line, name, name);
      }
    }
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

  /** What seems to separate the cells, where the header is one cell. */
  private Optional<String> otherSeparator() {
    if (!layout.header() || names.size() > 1) {
      return Optional.empty();
    }
    return OTHER_SEPARATOR
        .matcher(names.get(0))
        .results()
        .map(found -> found.group().equals("\t") ? "\\t" : found.group())
        .findFirst();
  }

  private CsvException byteOrderMark(long line, String column, String cell) {
    return refusal(
        line,
        column,
        String.format("the cell '%s' holds a byte order mark within the file", CsvCell.shown(cell)),
        "remove it: either the file begins with two, or it was put together from several");
  }
}
