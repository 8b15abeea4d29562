package org.gradcl.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.gradcl.text.Figures;

/** Splits a CSV file into the cells of the columns that are read; used once. */
final class CsvRows {
  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  private final Path file;
  private final CsvLayout layout;
  private final CellConsumer consumer;
  private CsvHeader header;
  private char separator;

  /** The line of the next row if no line is skipped. */
  private long nextLine;

  CsvRows(Path file, CsvLayout layout, CellConsumer consumer) {
    this.file = file;
    this.layout = layout;
    this.consumer = consumer;
  }

  /** Takes the first record as the header, unless there is none, and every other as a row. */
  boolean add(CsvRecord row, long line, char separator) throws CsvException {
    List<String> cells = row.getFields().stream().map(CsvCell::strip).toList();
    if (header == null) {
      this.separator = separator;
      header = CsvHeader.of(file, layout, cells, line);
      nextLine = line;
      boolean wanted = consumer.begin(header);
      if (layout.header() || !wanted) {
        nextLine += linesOf(row);
        return wanted;
      }
    }
    fillGap(line);
    addCells(cells, line);
    nextLine = header.size() == 1 ? line + linesOf(row) : line;
    return true;
  }

  /** In a file of one column a line without any character is a row whose cell is empty. */
  private void fillGap(long line) throws CsvException {
    for (; header.size() == 1 && nextLine < line; nextLine++) {
      addCells(List.of(""), nextLine);
    }
  }

  private static long linesOf(CsvRecord row) {
    return 1
        + row.getFields().stream()
            .mapToLong(cell -> LINE_BREAK.matcher(cell).results().count())
            .sum();
  }

  private void addCells(List<String> cells, long line) throws CsvException {
    if (cells.size() != header.size() && !header.takes(cells)) {
      // The first column without a cell, or the last one, after which there are more cells.
      String column = header.name(Math.min(cells.size(), header.size() - 1));
      throw refusal(
          line,
          column,
          String.format(
              "the row has %s, %s %d",
              Figures.count(cells.size(), "cell"),
              layout.header() ? "the header" : "the first row",
              header.size()),
          header.separatorAdvice().orElseGet(() -> lengthAdvice(cells)));
    }
    for (int i = 0; i < header.size(); i++) {
      if (header.reads(i)) {
        String cell = cells.get(i);
        if (CsvCell.hasByteOrderMark(cell)) {
          throw CsvCell.byteOrderMark(file, line, header.name(i), cell);
        }
        consumer.cell(i, line, cell);
      }
    }
    consumer.endRow(line);
  }

  private CsvException refusal(long line, String column, String found, String advice) {
    return new CsvException(file, line, column, found, advice);
  }

  private String lengthAdvice(List<String> cells) {
    return header.size() == 1 && cells.size() > 1 && layout.header()
        ? String.format(
            "make the line with the names of the columns the first, without a title or a comment"
                + " above it, or quote a cell that contains a '%s'",
            separator)
        : String.format("add or remove cells, or quote a cell that contains a '%s'", separator);
  }
}
