package org.gradcl.data.csv;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.gradcl.text.NameList;

/** The names of a file's columns; those of columns that are read are checked. Immutable. */
final class CsvHeader {
  /** As in spreadsheets of countries with a decimal comma. */
  private static final Pattern OTHER_SEPARATOR = Pattern.compile("[;\t|,]");

  private static final int MOST_SIMILAR = 5;

  private final Path file;
  private final CsvLayout layout;
  private final List<String> names;

  private CsvHeader(Path file, CsvLayout layout, List<String> names) {
    this.file = file;
    this.layout = layout;
    this.names = List.copyOf(names);
  }

  /**
   * The header of a file, or generated names if it has none.
   *
   * @param first the cells of the first record, stripped
   * @param line in which they begin
   */
  static CsvHeader of(Path file, CsvLayout layout, List<String> first, long line)
      throws CsvException {
    CsvHeader header = new CsvHeader(file, layout, layout.header() ? first : generated(first));
    if (layout.header() && SeparatorLine.isMeant(first.get(0))) {
      throw header.refusal(
          line,
          null,
          "'"
              + CsvCell.shown(first.get(0))
              + "' is not the name of a column but a line that names the separator",
          "make it the first line, with only one character after the equals sign, as in sep=;");
    }
    if (layout.header() && layout.wanted().isEmpty()) {
      header.requireNames(line);
    }
    header.requireWanted(line);
    header.requireForced();
    if (header.names.stream().noneMatch(layout::reads)) {
      throw header.refusal(
          0,
          null,
          "no column is left to be read",
          "leave out fewer (on the command line by --ignore)");
    }
    return header;
  }

  private static List<String> generated(List<String> cells) {
    return IntStream.rangeClosed(1, cells.size()).mapToObj(i -> "column" + i).toList();
  }

  /** How many columns there are. */
  int size() {
    return names.size();
  }

  /** The name of a column, counted from 0. */
  String name(int column) {
    return names.get(column);
  }

  /** Whether a column is read. */
  boolean reads(int column) {
    return layout.reads(names.get(column));
  }

  /**
   * Whether a row of another length has all cells that are read, and only empty cells beyond the
   * header: if only some columns are read, spreadsheets may drop or add empty cells after them.
   */
  boolean takes(List<String> cells) {
    return !layout.wanted().isEmpty()
        && IntStream.range(cells.size(), size()).noneMatch(this::reads)
        && cells.stream().skip(size()).allMatch(String::isEmpty);
  }

  /** Advice if the single cell of the header seems to be several. */
  Optional<String> separatorAdvice() {
    if (!layout.header() || size() > 1) {
      return Optional.empty();
    }
    return OTHER_SEPARATOR
        .matcher(name(0))
        .results()
        .map(found -> found.group().equals("\t") ? "\\t" : found.group())
        .findFirst()
        .map(
            other ->
                "separate the cells by commas and write numbers with a decimal point, or name the"
                    + " separator in a first line: sep="
                    + other);
  }

  /** Without a list of wanted columns, all columns need names. */
  private void requireNames(long line) throws CsvException {
    for (String name : names) {
      refuseByteOrderMark(name, line);
    }
    if (holdsNumbersOnly()) {
      throw refusal(
          line,
          null,
          "there is no header: the first line holds numbers only",
          "add a line with the names of the columns (a program can say withoutHeader instead)");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!layout.reads(name)) {
        continue;
      }
      if (name.isEmpty()) {
        throw refusal(
            line,
            null,
            "column " + (i + 1) + " has no name",
            "name it, or leave out columns without a name (on the command line by --ignore \"\")");
      }
      if (!seen.add(name)) {
        throw refusal(
            line,
            name,
            "two columns have this name",
            "rename one, or leave out both (on the command line by --ignore)");
      }
    }
  }

  private boolean holdsNumbersOnly() {
    return names.stream().noneMatch(name -> Double.isNaN(FiniteNumber.parse(name)));
  }

  private void requireForced() throws CsvException {
    for (String column : layout.texts()) {
      if (!names.contains(column)) {
        throw refusal(
            0,
            column,
            "there is no such column to declare as text",
            "the file has " + NameList.of(names, column));
      }
    }
    for (String column : layout.ignored()) {
      if (!names.contains(column)) {
        throw refusal(
            0,
            column.isEmpty() ? null : column,
            column.isEmpty()
                ? "there is no column without a name to leave out"
                : "there is no such column to leave out",
            "the file has " + NameList.of(names, column));
      }
    }
  }

  private void requireWanted(long line) throws CsvException {
    List<String> missing = layout.wanted().stream().filter(name -> !names.contains(name)).toList();
    if (!missing.isEmpty()) {
      for (String name : names) {
        refuseByteOrderMark(name, line);
      }
      String similar = similar(missing);
      throw refusal(
          0,
          null,
          "missing columns " + NameList.of(missing),
          similar.isEmpty() && layout.header() && holdsNumbersOnly()
              ? "the first line, which should name the columns, holds numbers only"
              : "the file has "
                  + NameList.of(names)
                  + similar
                  + separatorAdvice().map(advice -> "; " + advice).orElse(""));
    }
    for (String name : layout.wanted()) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw refusal(
            line, name, "two columns have this name, and the model needs one", "rename one");
      }
    }
  }

  /** Names that differ from the first missing ones in case or blanks alone. */
  private String similar(List<String> missing) {
    StringBuilder found = new StringBuilder();
    for (String needed : missing.subList(0, Math.min(MOST_SIMILAR, missing.size()))) {
      names.stream()
          .filter(name -> NameList.areAlike(name, needed))
          .findFirst()
          .ifPresent(name -> found.append(String.format(" (rename '%s' to '%s')", name, needed)));
    }
    return found.toString();
  }

  private void refuseByteOrderMark(String name, long line) throws CsvException {
    if (CsvCell.hasByteOrderMark(name)) {
      throw CsvCell.byteOrderMark(file, line, name, name);
    }
  }

  private CsvException refusal(long line, String column, String found, String advice) {
    return new CsvException(file, line, column, found, advice);
  }

  /** For example {@code [a, b, c]}. */
  @Override
  public String toString() {
    return names.toString();
  }
}
