package org.gradcl.data.image;

import java.util.Objects;
import org.gradcl.data.DataException;
import org.gradcl.tensor.Shape;

/**
 * The size of an image, and where each of its numbers lies in a sample.
 *
 * @param height rows of pixels, from the top, at least 1
 * @param width columns of pixels, from the left, at least 1
 * @param channels numbers of a pixel, at least 1: 1 for grey, 3 for red, green, blue
 * @param layout the order of the three axes
 */
public record ImageShape(int height, int width, int channels, ImageLayout layout) {
  /**
   * Checks the extents.
   *
   * @throws DataException if one is below 1, or the image has more than 2³¹ − 1 numbers
   */
  public ImageShape {
    Objects.requireNonNull(layout, "layout");
    if (height < 1 || width < 1 || channels < 1) {
      throw new DataException(
          String.format(
              "An image has at least one row, column and channel, found %d×%d with %d channels",
              height, width, channels));
    }
    if ((double) height * width * channels > Integer.MAX_VALUE) {
      throw new DataException(
          String.format(
              "An image of %d×%d with %d channels has more numbers than an array holds; use a"
                  + " smaller one",
              height, width, channels));
    }
  }

  /** {@return an image of the layout [height, width, channels]} */
  public static ImageShape channelsLast(int height, int width, int channels) {
    return new ImageShape(height, width, channels, ImageLayout.CHANNELS_LAST);
  }

  /** {@return an image of the layout [channels, height, width]} */
  public static ImageShape channelsFirst(int channels, int height, int width) {
    return new ImageShape(height, width, channels, ImageLayout.CHANNELS_FIRST);
  }

  /** {@return the shape of a sample, in the order of the layout} */
  public Shape shape() {
    return layout == ImageLayout.CHANNELS_LAST
        ? Shape.of(height, width, channels)
        : Shape.of(channels, height, width);
  }

  /** {@return how many numbers an image has} */
  public int elements() {
    return height * width * channels;
  }

  /** {@return the same image with another height and width} */
  public ImageShape ofSize(int newHeight, int newWidth) {
    return new ImageShape(newHeight, newWidth, channels, layout);
  }

  /** {@return the same image in another layout} */
  public ImageShape in(ImageLayout other) {
    return new ImageShape(height, width, channels, other);
  }

  /**
   * {@return the index of a number in a sample}
   *
   * @param row of the pixel, from the top, from 0
   * @param column of the pixel, from the left, from 0
   * @param channel from 0
   */
  public int index(int row, int column, int channel) {
    return layout == ImageLayout.CHANNELS_LAST
        ? (row * width + column) * channels + channel
        : (channel * height + row) * width + column;
  }

  /**
   * {@return images of this shape in another layout; copied}
   *
   * @param images [samples, this shape]
   * @param other the layout that they are to have
   * @throws DataException if the numbers are those of no whole images
   */
  public float[] to(ImageLayout other, float[] images) {
    int elements = elements();
    if (images.length % elements != 0) {
      throw new DataException(
          String.format(
              "%d numbers are no whole images of shape %s, %d numbers each",
              images.length, shape(), elements));
    }
    ImageShape target = in(other);
    float[] moved = new float[images.length];
    for (int first = 0; first < images.length; first += elements) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          for (int channel = 0; channel < channels; channel++) {
            moved[first + target.index(row, column, channel)] =
                images[first + index(row, column, channel)];
          }
        }
      }
    }
    return moved;
  }

  /** For example {@code [28, 28, 1]}. */
  @Override
  public String toString() {
    return shape().toString();
  }
}
