package org.gradcl.data.augment;

import java.util.Arrays;
import java.util.Objects;
import org.gradcl.data.Augmentation;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.data.image.ImageShape;

/**
 * The augmentations of the library, for {@link BatchSource#augment}:
 *
 * <pre>{@code
 * ImageShape image = ImageShape.channelsLast(32, 32, 3);
 * BatchSource augmented =
 *     training.augment(7, Augmentations.flip(image), Augmentations.crop(image, image, 4));
 * }</pre>
 *
 * <p>They change the {@link BatchSource#INPUT}; those with a name change the array of that name.
 */
public final class Augmentations {
  private static final double HALF = 0.5;

  private Augmentations() {}

  /**
   * {@return left and right exchanged, for every other image on average}
   *
   * @param image its shape
   */
  public static Augmentation flip(ImageShape image) {
    return flip(BatchSource.INPUT, image);
  }

  /**
   * {@return left and right exchanged, for every other image on average}
   *
   * @param array of the image in a sample
   * @param image its shape
   */
  public static Augmentation flip(String array, ImageShape image) {
    return new ImageMove(
        array,
        image,
        image,
        (random, rows, columns) -> {
          boolean flipped = random.chance(HALF);
          int last = image.width() - 1;
          Arrays.setAll(rows, row -> row);
          Arrays.setAll(columns, column -> flipped ? last - column : column);
        },
        "flip");
  }

  /**
   * {@return a part of each image, cut out of it and a border of zeros around it, every place as
   * likely as any other}
   *
   * @param image its shape
   * @param part the shape of the part, in the same layout; the image's own shape to move it about
   * @param border zeros beyond each edge, at least 0
   * @throws DataException if the part does not fit into the image with its border
   */
  public static Augmentation crop(ImageShape image, ImageShape part, int border) {
    return crop(BatchSource.INPUT, image, part, border);
  }

  /**
   * {@return a part of each image, cut out of it and a border of zeros around it, every place as
   * likely as any other}
   *
   * @param array of the image in a sample
   * @param image its shape
   * @param part the shape of the part, in the same layout; the image's own shape to move it about
   * @param border zeros beyond each edge, at least 0
   * @throws DataException if the part does not fit into the image with its border
   */
  public static Augmentation crop(String array, ImageShape image, ImageShape part, int border) {
    int rows = image.height() + 2 * border - part.height();
    int columns = image.width() + 2 * border - part.width();
    if (border < 0
        || rows < 0
        || columns < 0
        || part.channels() != image.channels()
        || part.layout() != image.layout()) {
      throw new DataException(
          String.format(
              "A part of shape %s can't be cut out of an image of shape %s with a border of %d; it"
                  + " has the same channels and layout, and at most two borders more rows and"
                  + " columns",
              part, image, border));
    }
    return new ImageMove(
        array,
        image,
        part,
        (random, fromRows, fromColumns) -> {
          int firstRow = random.below(rows + 1) - border;
          int firstColumn = random.below(columns + 1) - border;
          Arrays.setAll(fromRows, row -> firstRow + row);
          Arrays.setAll(fromColumns, column -> firstColumn + column);
        },
        "crop");
  }

  /**
   * {@return each image moved by up to so many rows and columns, every distance as likely as any
   * other; its edges are repeated where nothing would be}
   *
   * @param image its shape
   * @param rows most rows up or down, at least 0
   * @param columns most columns to the left or right, at least 0
   * @throws DataException if a distance is negative
   */
  public static Augmentation shift(ImageShape image, int rows, int columns) {
    return shift(BatchSource.INPUT, image, rows, columns);
  }

  /**
   * {@return each image moved by up to so many rows and columns, every distance as likely as any
   * other; its edges are repeated where nothing would be}
   *
   * @param array of the image in a sample
   * @param image its shape
   * @param rows most rows up or down, at least 0
   * @param columns most columns to the left or right, at least 0
   * @throws DataException if a distance is negative
   */
  public static Augmentation shift(String array, ImageShape image, int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new DataException(
          String.format("A shift is by at least 0 rows and columns, found %d, %d", rows, columns));
    }
    return new ImageMove(
        array,
        image,
        image,
        (random, fromRows, fromColumns) -> {
          int down = random.below(2 * rows + 1) - rows;
          int right = random.below(2 * columns + 1) - columns;
          Arrays.setAll(fromRows, row -> inside(row - down, image.height()));
          Arrays.setAll(fromColumns, column -> inside(column - right, image.width()));
        },
        "shift");
  }

  private static int inside(int place, int extent) {
    return Math.max(0, Math.min(extent - 1, place));
  }

  /**
   * {@return normal noise added to each number}
   *
   * @param deviation of the noise, above 0, in the units of the array
   * @throws DataException if the deviation is not above 0 and finite
   */
  public static Augmentation noise(double deviation) {
    return noise(BatchSource.INPUT, deviation);
  }

  /**
   * {@return normal noise added to each number}
   *
   * @param array of the numbers in a sample
   * @param deviation of the noise, above 0, in the units of the array
   * @throws DataException if the deviation is not above 0 and finite
   */
  public static Augmentation noise(String array, double deviation) {
    Objects.requireNonNull(array, "array");
    if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new DataException("Noise has a deviation above 0 and finite, found " + deviation);
    }
    return (sample, random) -> {
      float[] values = sample.get(array);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (deviation * random.normal());
      }
      return sample;
    };
  }

  /**
   * {@return each sample mixed with another one: λ·a + (1 − λ)·b for every array, inputs and
   * targets, with λ from the distribution Beta(α, α)} Indices can't be mixed: targets are numbers,
   * or indicators of classes ({@link Indicators}).
   *
   * <p>Source: H. Zhang, M. Cisse, Y. N. Dauphin, D. Lopez-Paz, mixup: Beyond Empirical Risk
   * Minimization, ICLR 2018.
   *
   * @param alpha above 0; small for samples that are hardly mixed, 1 for any λ
   * @throws DataException if alpha is not above 0 and finite
   */
  public static Augmentation mixup(double alpha) {
    return new Mixup(alpha);
  }
}
