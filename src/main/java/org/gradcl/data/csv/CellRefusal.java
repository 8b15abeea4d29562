package org.gradcl.data.csv;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gradcl.text.NameList;

/**
 * The refusal of a cell.
 *
 * @param found what is wrong
 * @param advice what to do
 */
record CellRefusal(String found, String advice) {
  /** A cell without a value. */
  static CellRefusal empty() {
    return new CellRefusal(
        "the cell is empty",
        "fill it in or remove the row, or give --missing drop or --missing mean (in a program"
            + " CsvFile.allowMissing)");
  }

  /**
   * The first cell of a column in which no cell has a value.
   *
   * @param columns all that are such
   */
  static CellRefusal noValues(String cell, List<String> columns) {
    return new CellRefusal(
        cell.isEmpty()
            ? "the cell is empty, and no cell of the column has a value"
            : String.format(
                "'%s' marks a missing value, and no cell of the column has one",
                CsvCell.shown(cell)),
        String.format(
            "remove the column, or leave it out (on the command line by --ignore %s)",
            NameList.argument(columns)));
  }

  /** A cell of a column of numbers that marks a missing value. */
  static CellRefusal mark(String column, String cell, String others) {
    return new CellRefusal(
        String.format("'%s' marks a missing value%s", CsvCell.shown(cell), others),
        "fill it in, or give --missing drop or --missing mean, or "
            + asText(column)
            + " (in a program CsvFile.allowMissing, text)");
  }

  /** A cell of a numeric column that is not a number. */
  static CellRefusal noNumber(String column, String cell, String others) {
    if (cell.equals(column)) {
      return new CellRefusal(
          "'" + CsvCell.shown(cell) + "' repeats the name of the column" + others,
          "remove the second header, which concatenated files often have, or " + asText(column));
    }
    Optional<String> notation = NumberNotation.of(cell);
    return notation.isPresent()
        ? new CellRefusal(
            looksLike(cell, notation.get()) + others,
            "write numbers with digits and a decimal point only, as in 1234.5, or "
                + asText(column))
        : new CellRefusal(
            noNumber(cell) + others, "correct the cell or remove the row, or " + asText(column));
  }

  /** A line without a number in any numeric column. */
  static CellRefusal unitsRow(String column, String cell, long line, int columns) {
    return new CellRefusal(
        String.format(
            Locale.ROOT,
            "'%s' is no finite number, nor has line %d one in %s: a row of units, or a second"
                + " header",
            CsvCell.shown(cell),
            line,
            columns == 1 ? "its one column of numbers" : "its " + columns + " columns of numbers"),
        "remove the line, or " + asText(column));
  }

  /** A cell that a model's column does not take. */
  static CellRefusal ofKnownColumn(String cell) {
    if (cell.isEmpty() || MissingMarks.isMarkAmongNumbers(cell)) {
      return new CellRefusal(
          cell.isEmpty()
              ? "the cell is empty"
              : String.format("'%s' marks a missing value", CsvCell.shown(cell)),
          "fill it in or remove the row; only a model trained with --missing drop or --missing mean"
              + " accepts missing values");
    }
    String found =
        NumberNotation.of(cell)
            .map(notation -> looksLike(cell, notation))
            .orElseGet(() -> noNumber(cell));
    return new CellRefusal(
        found + ", but by the schema the column is numeric",
        "correct the cell, with digits and a decimal point only, or remove the row");
  }

  /** The advice for a text column whose cells may be meant as numbers. */
  static String perhapsNumbers(String column) {
    return String.format(
        "each different text counts as a category or a class of its own; if numbers are meant,"
            + " write them with digits and a decimal point only, else confirm it with --text %s",
        NameList.argument(List.of(column)));
  }

  private static String looksLike(String cell, String notation) {
    return String.format("'%s' looks like a number with %s", CsvCell.shown(cell), notation);
  }

  private static String noNumber(String cell) {
    return String.format(
        "'%s' is no finite number%s",
        CsvCell.shown(cell), NumberWithUnit.isIn(cell) ? " but looks like one with a unit" : "");
  }

  private static String asText(String column) {
    return String.format(
        "give --text %s if the column holds texts", NameList.argument(List.of(column)));
  }
}
