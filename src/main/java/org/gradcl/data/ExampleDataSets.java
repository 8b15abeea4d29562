package org.gradcl.data;

import java.nio.file.Path;
import org.gradcl.data.Split.Part;
import org.gradcl.tensor.Shape;

/**
 * The data sets of the examples, read from their files in {@code src/examples/data}, and their
 * splits. The files' README says where they come from.
 */
public final class ExampleDataSets {
  private static final int DIGIT_PIXELS = 64;
  private static final int HALF_PIXELS = DIGIT_PIXELS / 2;
  private static final float DARKEST = 16;
  private static final int DIGIT_TEST_ROWS = 359;

  private ExampleDataSets() {}

  /**
   * The prices of 53,940 round-cut diamonds: columns {@code carat, cut, color, clarity, depth,
   * table, price, x, y, z}; to predict is the price in US dollars.
   *
   * @param file {@code diamonds.csv.gz}
   * @throws CsvException if the file cannot be read
   */
  public static Table diamonds(Path file) throws CsvException {
    return CsvFile.of(file).read();
  }

  /** Row mod 10 = 9 is for the test, 4 for validation, the rest for training. */
  public static Split diamondsSplit(int rows) {
    return Split.byRow(
        rows,
        row -> {
          switch (row % 10) {
            case 9:
              return Part.TEST;
            case 4:
              return Part.VALIDATION;
            default:
              return Part.TRAINING;
          }
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
    Table table = CsvFile.of(file).withoutHeader().read();
    if (table.columns().size() < DIGIT_PIXELS) {
      throw new DataException(
          String.format(
              "%s has %d columns, the digits have %d pixels; is it another file?",
              file, table.columns().size(), DIGIT_PIXELS));
    }
    return ArrayDataSet.of(
        Shape.of(HALF_PIXELS), pixels(table, 0), Shape.of(HALF_PIXELS), pixels(table, HALF_PIXELS));
  }

  /**
   * The last 359 rows are for the test, being mostly of other writers; of the rest, row mod 10 = 9
   * is for validation.
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

  private static float[] pixels(Table table, int first) {
    float[] values = new float[table.rows() * HALF_PIXELS];
    for (int pixel = 0; pixel < HALF_PIXELS; pixel++) {
      NumericColumn column = table.numeric(table.names().get(first + pixel));
      for (int row = 0; row < table.rows(); row++) {
        values[row * HALF_PIXELS + pixel] = (float) column.value(row) / DARKEST;
      }
    }
    return values;
  }
}
