package org.gradcl.data.csv;

import java.nio.file.Path;
import java.util.List;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.Split;
import org.gradcl.data.table.Split.Part;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.data.table.UnknownCategories;

/**
 * The data sets of the examples, read from their files in {@code src/examples/data}, and their
 * splits. Their README names the sources.
 */
public final class ExampleDataSets {
  private static final int DIGIT_PIXELS = 64;
  private static final double DARKEST = 16;
  private static final int DIGIT_TEST_ROWS = 359;

  private ExampleDataSets() {}

  /**
   * The prices of 53,940 round-cut diamonds: columns {@code carat, cut, color, clarity, depth,
   * table, price, x, y, z}; the target is the price in US dollars.
   *
   * @param file {@code diamonds.csv.gz}
   * @throws CsvException if the file cannot be read
   */
  public static Table diamonds(Path file) throws CsvException {
    return CsvFile.of(file).read();
  }

  /** Rows with row mod 10 = 9 are for the test, 4 for validation, the rest for training. */
  public static Split diamondsSplit(int rows) {
    return Split.byRow(
        rows,
        row -> {
          return switch (row % 10) {
            case 9 -> Part.TEST;
            case 4 -> Part.VALIDATION;
            default -> Part.TRAINING;
          };
        });
  }

  /**
   * 1,797 handwritten digits of 8×8 pixels, cut into halves.
   *
   * <pre>
   * input    [32]   the upper four rows of pixels, divided by 16: 0 is white, 1 black
   * target   [32]   the lower four rows
   * </pre>
   *
   * @param file {@code digits.csv.gz}
   * @throws CsvException if the file cannot be read
   * @throws DataException if it has fewer than 64 columns of numbers
   */
  public static ArrayDataSet digits(Path file) throws CsvException {
    Table table = digitsTable(file);
    return digitsSchema(table).encode(table, UnknownCategories.REFUSE);
  }

  /**
   * The digits as in the file, one column for each pixel, from 0 (white) to 16.
   *
   * @param file {@code digits.csv.gz}
   * @throws CsvException if the file cannot be read
   * @throws DataException if it has fewer than 64 columns
   */
  public static Table digitsTable(Path file) throws CsvException {
    Table table = CsvFile.of(file).withoutHeader().read();
    if (table.columns().size() < DIGIT_PIXELS) {
      throw new DataException(
          String.format(
              "%s has %d columns, the digits have %d pixels; give digits.csv.gz",
              file, table.columns().size(), DIGIT_PIXELS));
    }
    return table;
  }

  /**
   * The upper half of the pixels as inputs, the lower as targets. They are divided by the darkest
   * one instead of being standardised: many never change.
   *
   * @param table of {@link #digitsTable}
   */
  public static TableSchema digitsSchema(Table table) {
    List<ColumnSchema.Numeric> pixels =
        table.names().stream()
            .limit(DIGIT_PIXELS)
            .map(name -> new ColumnSchema.Numeric(name, 0, DARKEST))
            .toList();
    return new TableSchema(
        pixels.subList(0, DIGIT_PIXELS / 2), pixels.subList(DIGIT_PIXELS / 2, DIGIT_PIXELS));
  }

  /**
   * The last 359 rows are for the test, since most are by other writers; of the rest, row mod 10 =
   * 9 is for validation.
   */
  public static Split digitsSplit(int rows) {
    return Split.byRow(
        rows,
        row -> {
          if (row >= rows - DIGIT_TEST_ROWS) {
            return Part.TEST;
          }
          return row % 10 == 9 ? Part.VALIDATION : Part.TRAINING;
        });
  }
}
