package org.gradcl.data.image;

import java.util.Objects;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.data.NumericRows;

/**
 * Images whose pixels stand side by side in the columns of a table, for example
 *
 * <pre>{@code
 * Table digits = CsvFile.of(file).withoutHeader().read();
 * ArrayDataSet images =
 *     Images.ofRows(digits.only(pixels), ImageShape.channelsLast(8, 8, 1), 16)
 *         .withIndices(BatchSource.TARGET, Shape.scalar(), digits.numeric("64").classes());
 * }</pre>
 */
public final class Images {
  private Images() {}

  /**
   * {@return the images of rows of pixels, each number divided by the largest that there can be, as
   * {@link BatchSource#INPUT}; copied}
   *
   * @param pixels a row for each image, its numbers in the order of the shape's layout
   * @param shape of an image
   * @param largest the number of a pixel that becomes 1, such as 255; above 0
   * @throws DataException if there are no rows, they have not as many numbers as an image, one is
   *     no finite number, or {@code largest} is not above 0
   */
  public static ArrayDataSet ofRows(NumericRows pixels, ImageShape shape, double largest) {
    Objects.requireNonNull(pixels, "pixels");
    Objects.requireNonNull(shape, "shape");
    if (pixels.width() != shape.elements()) {
      throw new DataException(
          String.format(
              "A row has %d numbers, an image of shape %s has %d; name the columns of the pixels"
                  + " alone, or state the shape that they have",
              pixels.width(), shape, shape.elements()));
    }
    if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
      throw new DataException(
          "The largest number of a pixel is above 0 and finite, found " + largest);
    }
    ArrayDataSet rows = ArrayDataSet.ofInputs(pixels);
    float[] values = rows.inputs();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / largest);
    }
    return ArrayDataSet.ofArray(BatchSource.INPUT, shape.shape(), values);
  }
}
