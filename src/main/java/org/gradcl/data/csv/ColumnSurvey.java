package org.gradcl.data.csv;

import java.util.Locale;
import java.util.Optional;

/** Counts what the cells of one column look like. */
final class ColumnSurvey {
  /** The kinds of a cell. */
  private enum Cell {
    NUMBER,
    /** A number in a notation that is not read. */
    OTHER_NOTATION,
    TEXT,
    MARK,
    EMPTY
  }

  private final String name;
  private final long[] counts = new long[Cell.values().length];
  private final long[] firstLines = new long[Cell.values().length];
  private final String[] firstCells = new String[Cell.values().length];
  private long marksAnywhere;
  private long withUnit;
  private Place firstWithUnit;

  ColumnSurvey(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(long line, String cell) {
    Cell found = kind(cell);
    int kind = found.ordinal();
    if (counts[kind]++ == 0) {
      firstLines[kind] = line;
      firstCells[kind] = cell;
    }
    if (found == Cell.MARK && MissingMarks.isMark(cell)) {
      marksAnywhere++;
    }
    if (found == Cell.TEXT && NumberWithUnit.isIn(cell) && withUnit++ == 0) {
      firstWithUnit = new Place(line, cell);
    }
  }

  private static Cell kind(String cell) {
    if (cell.isEmpty()) {
      return Cell.EMPTY;
    }
    if (FiniteNumber.isFinite(cell)) {
      return Cell.NUMBER;
    }
    if (MissingMarks.isMarkAmongNumbers(cell)) {
      return Cell.MARK;
    }
    return NumberNotation.of(cell).isPresent() ? Cell.OTHER_NOTATION : Cell.TEXT;
  }

  /** Numeric if more than half of the cells with a value are numbers. */
  ColumnKind columnKind() {
    return numbers() > count(Cell.TEXT) ? ColumnKind.NUMBERS : ColumnKind.TEXTS;
  }

  /**
   * Describes the cells of a text column that may be meant as numbers: at least half of them are
   * numbers, or look like numbers with a unit.
   */
  Optional<String> perhapsNumbers() {
    long values = numbers() + count(Cell.TEXT);
    if (columnKind() == ColumnKind.NUMBERS || 2 * (numbers() + withUnit) < values || values == 0) {
      return Optional.empty();
    }
    return Optional.of(
        withUnit == 0
            ? ofAll("%,d of its %,d cells are numbers, no more than half", numbers())
            : ofAll("%,d of its %,d cells look like numbers with a unit", withUnit)
                + String.format(
                    Locale.ROOT,
                    ", the first in line %d ('%s')",
                    firstWithUnit.line(),
                    CsvCell.shown(firstWithUnit.cell())));
  }

  private long numbers() {
    return count(Cell.NUMBER) + count(Cell.OTHER_NOTATION);
  }

  private long count(Cell kind) {
    return counts[kind.ordinal()];
  }

  /** Whether all cells are empty or mark a missing value, wherever they may stand. */
  boolean hasNoValue() {
    return count(Cell.EMPTY) + marksAnywhere == cells();
  }

  /** The first cell of a column without any value. */
  String firstCell() {
    boolean empty = counts[Cell.MARK.ordinal()] == 0;
    boolean emptyFirst = count(Cell.EMPTY) > 0 && line(Cell.EMPTY) < line(Cell.MARK);
    return empty || emptyFirst ? "" : firstCells[Cell.MARK.ordinal()];
  }

  private long cells() {
    long cells = 0;
    for (long count : counts) {
      cells += count;
    }
    return cells;
  }

  /** Whether the only cell that is neither a number nor a missing value is in that line. */
  boolean hasItsOneTextIn(long line) {
    return count(Cell.TEXT) == 1
        && count(Cell.OTHER_NOTATION) == 0
        && firstLines[Cell.TEXT.ordinal()] == line;
  }

  /** The first cell that a column of this kind can't hold. */
  Optional<Place> firstRefused(boolean allowMissing) {
    Cell first = null;
    for (Cell kind : Cell.values()) {
      if (count(kind) > 0 && isRefused(kind, allowMissing)) {
        first = first == null || line(kind) < line(first) ? kind : first;
      }
    }
    return first == null
        ? Optional.empty()
        : Optional.of(new Place(line(first), firstCells[first.ordinal()]));
  }

  private long line(Cell kind) {
    return firstLines[kind.ordinal()];
  }

  private boolean isRefused(Cell kind, boolean allowMissing) {
    boolean numbers = columnKind() == ColumnKind.NUMBERS;
    return switch (kind) {
      case NUMBER -> false;
      case OTHER_NOTATION, TEXT -> numbers;
      case MARK -> numbers && !allowMissing;
      case EMPTY -> !allowMissing;
    };
  }

  /** The refusal of the first cell of {@link #firstRefused}. */
  CellRefusal refusal(String cell) {
    return switch (kind(cell)) {
      case EMPTY -> CellRefusal.empty();
      case MARK -> CellRefusal.mark(name, cell, butNumbers());
      case OTHER_NOTATION ->
          CellRefusal.noNumber(
              name,
              cell,
              count(Cell.OTHER_NOTATION) > count(Cell.NUMBER)
                  ? ofAll(", as do %,d of the column's %,d cells", count(Cell.OTHER_NOTATION))
                  : butNumbers());
      default -> CellRefusal.noNumber(name, cell, butNumbers());
    };
  }

  private String butNumbers() {
    return ofAll(", but %,d of the column's %,d cells are numbers", count(Cell.NUMBER));
  }

  private String ofAll(String format, long some) {
    return String.format(Locale.ROOT, format, some, cells());
  }

  /**
   * The place of a cell.
   *
   * @param line of its row, from 1
   * @param cell itself
   */
  record Place(long line, String cell) {}
}
