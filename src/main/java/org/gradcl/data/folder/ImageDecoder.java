package org.gradcl.data.folder;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.gradcl.data.DataException;
import org.gradcl.text.FileFailure;
import org.gradcl.text.Printable;

/**
 * Reads a PNG or JPEG file as numbers from 0 to 1.
 *
 * <p>Colours are those of sRGB, as stored; grey is 0.299·red + 0.587·green + 0.114·blue (ITU-R
 * BT.601, as Pillow has it). Transparency and a camera's note on how it was held are ignored.
 */
final class ImageDecoder {
  /** A larger one is no photograph, but a few bytes that would fill the memory. */
  private static final long MOST_PIXELS = 1 << 27;

  /** The JDK's JPEG reader only warns where a file ends too early, and gives grey for the rest. */
  private static final Pattern DAMAGE = Pattern.compile("truncated|premature|corrupt");

  private static final int RED_GREEN_BLUE = 3;

  private ImageDecoder() {}

  /**
   * Pixels as [height, width, channels], from 0 to 1.
   *
   * @param height rows
   * @param width columns
   * @param values row major
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Pixels(int height, int width, float[] values) {}

  /**
   * A file's pixels.
   *
   * @param channels 1 or 3
   * @throws DataException if it can't be read or is damaged; the message names it and the cause
   */
  static Pixels read(Path file, int channels) {
    try (InputStream bytes = Files.newInputStream(file);
        ImageInputStream stream = new MemoryCacheImageInputStream(bytes)) {
      BufferedImage image = read(file, stream);
      return isGrey(image) ? ofGrey(image, channels) : ofColour(image, channels);
    } catch (NoSuchFileException e) {
      throw refusal(file, "there is no such file", "was it removed? open the folder again", e);
    } catch (IOException e) {
      throw damaged(file, FileFailure.reason(e), e);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      // ImageIO throws various unchecked exceptions at damaged files.
      throw damaged(file, e.toString(), e);
    }
  }

  private static BufferedImage read(Path file, ImageInputStream stream) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
    if (!readers.hasNext()) {
      throw refusal(file, "its content is that of no image", "remove or replace it", null);
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(stream, true, true);
      Damage damage = new Damage();
      reader.addIIOReadWarningListener(damage);
      long pixels = (long) reader.getHeight(0) * reader.getWidth(0);
      if (pixels > MOST_PIXELS) {
        throw refusal(
            file,
            String.format("it has %d×%d pixels", reader.getWidth(0), reader.getHeight(0)),
            "at most " + MOST_PIXELS + " are read: scale it down",
            null);
      }
      BufferedImage image = reader.read(0);
      if (damage.found.isPresent()) {
        throw damaged(file, damage.found.get(), null);
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  /** The first warning that speaks of damage. */
  private static final class Damage implements IIOReadWarningListener {
    private Optional<String> found = Optional.empty();

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      if (found.isEmpty() && DAMAGE.matcher(warning.toLowerCase(Locale.ROOT)).find()) {
        found = Optional.of(warning);
      }
    }
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /** The numbers as stored: Java takes grey for linear, and getRGB would make it lighter. */
  private static Pixels ofGrey(BufferedImage image, int channels) {
    Raster raster = image.getRaster();
    float white = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    int width = image.getWidth();
    float[] values = new float[image.getHeight() * width * channels];
    int[] samples = new int[width];
    int i = 0;
    for (int row = 0; row < image.getHeight(); row++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + row, width, 1, 0, samples);
      for (int sample : samples) {
        for (int channel = 0; channel < channels; channel++) {
          values[i++] = sample / white;
        }
      }
    }
    return new Pixels(image.getHeight(), width, values);
  }

  private static Pixels ofColour(BufferedImage image, int channels) {
    int width = image.getWidth();
    float[] values = new float[image.getHeight() * width * channels];
    int[] colours = new int[width];
    int i = 0;
    for (int row = 0; row < image.getHeight(); row++) {
      image.getRGB(0, row, width, 1, colours, 0, width);
      for (int colour : colours) {
        int red = colour >> 16 & 0xff;
        int green = colour >> 8 & 0xff;
        int blue = colour & 0xff;
        if (channels == RED_GREEN_BLUE) {
          values[i++] = red / 255f;
          values[i++] = green / 255f;
          values[i++] = blue / 255f;
        } else {
          values[i++] = (float) ((0.299 * red + 0.587 * green + 0.114 * blue) / 255);
        }
      }
    }
    return new Pixels(image.getHeight(), width, values);
  }

  private static DataException damaged(Path file, String cause, Exception exception) {
    return refusal(
        file, "the image can't be decoded (" + cause + ")", "remove or replace it", exception);
  }

  static DataException refusal(Path file, String found, String advice, Exception cause) {
    return new DataException(Printable.line(file + ": " + found + "; " + advice), cause);
  }
}
