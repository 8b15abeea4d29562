package org.gradcl.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private CsvHeader header;
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
    List<String> cells = row.getFields().stream().map(CsvCell::strip).toList();
    if (header == null) {
      this.separator = separator;
      header = CsvHeader.of(file, layout, cells, line);
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
    addCells(cells, line);
    lines.add((int) Math.min(line, Integer.MAX_VALUE));
    return true;
  }

  Table table() throws CsvException {
    if (header == null) {
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
    if (header.size() == 1 && line > nextLine) {
      throw emptyCell(nextLine, header.name(0));
    }
    nextLine = line + linesOf(row);
  }

  private static long linesOf(CsvRecord row) {
    return 1
        + row.getFields().stream()
            .mapToLong(cell -> LINE_BREAK.matcher(cell).results().count())
            .sum();
  }

  private void addCells(List<String> cells, long line) throws CsvException {
    if (cells.size() != header.size() && !header.takes(cells)) {
      // The first column that has no cell, or the last one, behind which cells are left.
      String column = header.name(Math.min(cells.size(), header.size() - 1));
      throw refusal(
          line,
          column,
          String.format(
              "the row has %d cells, %s %d",
              cells.size(), layout.header() ? "the header" : "the first row", header.size()),
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
      builders = new ColumnBuilder[header.size()];
    }
    for (int i = 0; i < builders.length; i++) {
      if (!header.reads(i)) {
        continue;
      }
      String cell = cells.get(i);
      if (CsvCell.hasByteOrderMark(cell)) {
        throw CsvCell.byteOrderMark(file, line, header.name(i), cell);
      }
      if (cell.isEmpty()) {
        throw emptyCell(line, header.name(i));
      }
      if (builders[i] == null) {
        builders[i] =
            layout.isNumeric(header.name(i), cell)
                ? new ColumnBuilder.Numbers(header.name(i))
                : new ColumnBuilder.Texts(header.name(i));
      }
      if (!builders[i].add(cell)) {
        throw refusal(
            line,
            header.name(i),
            "'" + CsvCell.shown(cell) + "' is no finite number, but the column is numeric",
            "correct the cell, remove the row, or declare the column as text (on the command line"
                + " by --text)");
      }
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
    if (!layout.header() || header.size() > 1) {
      return Optional.empty();
    }
    return OTHER_SEPARATOR
        .matcher(header.name(0))
        .results()
        .map(found -> found.group().equals("\t") ? "\\t" : found.group())
        .findFirst();
  }
}
