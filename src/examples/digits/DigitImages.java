package digits;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.csv.CsvException;
import org.gradcl.data.csv.CsvFile;
import org.gradcl.data.image.ImageShape;
import org.gradcl.data.image.Images;
import org.gradcl.data.table.Table;
import org.gradcl.tensor.Shape;

/**
 * 1,797 handwritten digits of 8×8 pixels, split by their writers.
 *
 * @param training what a net learns from
 * @param judged what it is judged by, which it has not seen
 */
record DigitImages(ArrayDataSet training, ArrayDataSet judged) {
  private static final int SIDE = 8;
  private static final int DARKEST = 16;
  private static final int TEST_ROWS = 359;

  /** The last rows, which most other writers wrote, judge; all others train. */
  static DigitImages forTest(Path file) throws CsvException {
    ArrayDataSet all = read(file);
    int training = (int) all.samples() - TEST_ROWS;
    return new DigitImages(
        all.select(IntStream.range(0, training).toArray()),
        all.select(IntStream.range(training, (int) all.samples()).toArray()));
  }

  /** Every tenth of the rows that train judges: settings are chosen by these, not by the test. */
  static DigitImages forValidation(Path file) throws CsvException {
    ArrayDataSet all = read(file);
    int training = (int) all.samples() - TEST_ROWS;
    return new DigitImages(
        all.select(IntStream.range(0, training).filter(row -> row % 10 != 9).toArray()),
        all.select(IntStream.range(0, training).filter(row -> row % 10 == 9).toArray()));
  }

  /** Images [8, 8, 1] from 0 (white) to 1 (black), and the digits that they are. */
  private static ArrayDataSet read(Path file) throws CsvException {
    Table table = CsvFile.of(file).withoutHeader().read();
    int pixels = SIDE * SIDE;
    String[] names = table.names().subList(0, pixels).toArray(String[]::new);
    return Images.ofRows(table.only(names), ImageShape.channelsLast(SIDE, SIDE, 1), DARKEST)
        .withIndices(
            ArrayDataSet.TARGET,
            Shape.scalar(),
            table.numeric(table.names().get(pixels)).classes());
  }
}
