package org.gradcl.data.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.tensor.Shape;
import org.gradcl.text.FileFailure;
import org.gradcl.text.Printable;

/**
 * A file in IDX format, in which MNIST, Fashion-MNIST and others are published: images of grey
 * pixels, or their labels. Decompressed if its content is that of gzip, whatever its name.
 *
 * <pre>
 * 2 bytes      0
 * 1 byte       the type of the elements: 8, unsigned bytes, is the one that is read
 * 1 byte       the number of axes: 3 for images, 1 for labels
 * 4 bytes each the extents, outermost first, most significant byte first
 * the rest     the elements, row major
 * </pre>
 *
 * <pre>{@code
 * ArrayDataSet training =
 *     IdxFile.classified(
 *         folder.resolve("train-images-idx3-ubyte.gz"),
 *         folder.resolve("train-labels-idx1-ubyte.gz"),
 *         ImageLayout.CHANNELS_LAST);
 * }</pre>
 *
 * <p>Format: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits.
 */
public final class IdxFile {
  private static final int UNSIGNED_BYTES = 8;
  private static final int MOST_AXES = 4;
  private static final float WHITE = 255;

  private final Path file;
  private final Shape shape;
  private final byte[] elements;

  private IdxFile(Path file, Shape shape, byte[] elements) {
    this.file = file;
    this.shape = shape;
    this.elements = elements;
  }

  /**
   * {@return images with the indices of their classes: {@link BatchSource#INPUT} from 0 to 1 and
   * {@link BatchSource#TARGET} of shape []}
   *
   * @param images a file of three axes
   * @param labels a file of one axis and as many elements as there are images
   * @param layout of an image, which has one channel: [height, width, 1] or [1, height, width]
   * @throws DataException if a file can't be read or is no such file, or there is not one label for
   *     each image; the message names the file
   */
  public static ArrayDataSet classified(Path images, Path labels, ImageLayout layout) {
    IdxFile pixels = read(images);
    IdxFile classes = read(labels);
    int[] indices = classes.labels();
    if (pixels.shape.extent(0) != indices.length) {
      throw new DataException(
          String.format(
              "%s has %d images, %s has %d labels; give the labels of these images",
              images, pixels.shape.extent(0), labels, indices.length));
    }
    return pixels.images(layout).withIndices(BatchSource.TARGET, Shape.scalar(), indices);
  }

  /**
   * Reads a file as a whole.
   *
   * @param file in IDX format, perhaps compressed by gzip
   * @throws DataException if it can't be read, or is not as described above; the message names it
   */
  public static IdxFile read(Path file) {
    try (InputStream bytes = decompressed(new BufferedInputStream(Files.newInputStream(file)))) {
      Shape shape = shape(file, new DataInputStream(bytes));
      byte[] elements = bytes.readNBytes(shape.elements());
      if (elements.length < shape.elements()) {
        throw refusal(
            file,
            String.format(
                "its head states the shape %s, but it ends after %d elements",
                shape, elements.length),
            "fetch it again",
            null);
      }
      if (bytes.read() >= 0) {
        throw refusal(
            file,
            "there is more in it than the elements of the shape " + shape + " in its head",
            "give a file in IDX format",
            null);
      }
      return new IdxFile(file, shape, elements);
    } catch (NoSuchFileException e) {
      throw refusal(file, "there is no such file", "check the path", e);
    } catch (EOFException e) {
      throw refusal(file, "it ends within its head or its compressed data", "fetch it again", e);
    } catch (IOException e) {
      throw refusal(
          file,
          "it can't be read (" + FileFailure.reason(e) + ")",
          "check that it is a file, whole and readable",
          e);
    }
  }

  private static InputStream decompressed(InputStream file) throws IOException {
    file.mark(2);
    boolean gzip = file.read() == 0x1f && file.read() == 0x8b;
    file.reset();
    return gzip ? new BufferedInputStream(new GZIPInputStream(file)) : file;
  }

  private static Shape shape(Path file, DataInputStream head) throws IOException {
    int zero = head.readUnsignedShort();
    int type = head.readUnsignedByte();
    int axes = head.readUnsignedByte();
    if (zero != 0 || axes < 1 || axes > MOST_AXES) {
      throw refusal(
          file,
          String.format("it begins with %04x%02x%02x, no head of this format", zero, type, axes),
          "give a file in IDX format",
          null);
    }
    if (type != UNSIGNED_BYTES) {
      throw refusal(
          file,
          String.format("its elements are of type %d", type),
          "give one of unsigned bytes, type 8",
          null);
    }
    int[] extents = new int[axes];
    long elements = 1;
    for (int axis = 0; axis < axes; axis++) {
      extents[axis] = head.readInt();
      elements = extents[axis] < 1 ? -1 : elements * extents[axis];
      if (elements < 1 || elements > ArrayDataSet.LARGEST_ARRAY) {
        throw refusal(
            file,
            String.format("its axis %d (from 0) has the extent %d", axis, extents[axis]),
            "give a file of at least one element and at most " + ArrayDataSet.LARGEST_ARRAY,
            null);
      }
    }
    return Shape.of(extents);
  }

  /** {@return the extents, such as [60000, 28, 28]} */
  public Shape shape() {
    return shape;
  }

  /**
   * {@return the images, from 0 to 1, as {@link BatchSource#INPUT}}
   *
   * @param layout of an image, which has one channel: [height, width, 1] or [1, height, width]
   * @throws DataException if the file has not three axes
   */
  public ArrayDataSet images(ImageLayout layout) {
    requireAxes(3, "images");
    ImageShape image = new ImageShape(shape.extent(1), shape.extent(2), 1, layout);
    float[] values = new float[elements.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (elements[i] & 0xff) / WHITE;
    }
    return ArrayDataSet.ofArray(BatchSource.INPUT, image.shape(), values);
  }

  /**
   * {@return the labels, from 0 to 255; the caller's}
   *
   * @throws DataException if the file has not one axis
   */
  public int[] labels() {
    requireAxes(1, "labels");
    int[] labels = new int[elements.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = elements[i] & 0xff;
    }
    return labels;
  }

  private void requireAxes(int axes, String what) {
    if (shape.rank() != axes) {
      throw refusal(
          file,
          String.format("it has the shape %s, %s have %d axes", shape, what, axes),
          "give the file of the " + what,
          null);
    }
  }

  private static DataException refusal(Path file, String found, String advice, Exception cause) {
    return new DataException(Printable.line(file + ": " + found + "; " + advice), cause);
  }

  /** For example {@code train-images-idx3-ubyte.gz [60000, 28, 28]}. */
  @Override
  public String toString() {
    return file + " " + shape;
  }
}
