package org.gradcl.data.folder;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.gradcl.data.Capability;
import org.gradcl.data.DataException;
import org.gradcl.data.IndexedSource;
import org.gradcl.data.image.ImageLayout;
import org.gradcl.data.image.ImageShape;
import org.gradcl.tensor.Shape;
import org.gradcl.text.FileFailure;

/**
 * Images of PNG and JPEG files, one folder for each class:
 *
 * <pre>
 * photos/cat/1.jpg   photos/cat/2.png   photos/dog/rex.JPEG
 * </pre>
 *
 * <pre>{@code
 * ImageFolder photos =
 *     ImageFolder.of(Path.of("photos"), ImageShape.channelsLast(64, 64, 3), ImageSizing.COVER);
 * }</pre>
 *
 * <p>The names of the folders, in the order of {@link String#compareTo}, are the classes; the
 * samples follow each other class by class, in each by the files' names. Files directly in the
 * folder of a class whose names end in {@code .png}, {@code .jpg} or {@code .jpeg} are images, all
 * others are passed over, and so is everything whose name begins with a dot.
 *
 * <pre>
 * input    the image's shape, from 0 (black) to 1
 * target   []   the index of its class
 * </pre>
 *
 * <p>A file is decoded each time that its sample is read, on the thread that reads ahead while the
 * device computes; only the list of files is in memory. Immutable and safe for use by several
 * threads, as long as nobody changes the files.
 */
public final class ImageFolder extends IndexedSource {
  private static final Set<Capability> CAPABILITIES =
      Collections.unmodifiableSet(
          EnumSet.of(Capability.REPEATABLE, Capability.SEEKABLE, Capability.FINITE));

  private final Path folder;
  private final ImageShape shape;
  private final ImageSizing sizing;
  private final List<String> classNames = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final int[] classes;

  private ImageFolder(Path folder, ImageShape shape, ImageSizing sizing) {
    this.folder = Objects.requireNonNull(folder, "folder");
    this.shape = Objects.requireNonNull(shape, "shape");
    this.sizing = Objects.requireNonNull(sizing, "sizing");
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new DataException(
          String.format(
              "Images of files have 1 channel (grey) or 3 (red, green, blue), asked for %d",
              shape.channels()));
    }
    List<Integer> classOfFile = new ArrayList<>();
    for (Path of : list(folder, Files::isDirectory)) {
      List<Path> images = list(of, ImageFolder::isImage);
      if (images.isEmpty()) {
        throw ImageDecoder.refusal(
            of, "the folder of a class has no PNG or JPEG file", "fill or remove it", null);
      }
      files.addAll(images);
      classOfFile.addAll(Collections.nCopies(images.size(), classNames.size()));
      classNames.add(of.getFileName().toString());
    }
    if (classNames.isEmpty()) {
      throw ImageDecoder.refusal(
          folder, "it has no folders of classes", "put the images of each class into one", null);
    }
    this.classes = classOfFile.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * {@return the images of a folder; no file is decoded yet}
   *
   * @param folder with one folder for each class
   * @param shape of a sample, of 1 or 3 channels in either layout
   * @param sizing what becomes of files of another size
   * @throws DataException if the folder can't be read, has no classes, or a class has no images
   */
  public static ImageFolder of(Path folder, ImageShape shape, ImageSizing sizing) {
    return new ImageFolder(folder, shape, sizing);
  }

  /** What lies in a folder and does not begin with a dot, by name. */
  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path path : entries) {
        if (!path.getFileName().toString().startsWith(".") && wanted.test(path)) {
          paths.add(path);
        }
      }
    } catch (IOException e) {
      throw ImageDecoder.refusal(
          folder,
          "the folder can't be listed (" + FileFailure.reason(e) + ")",
          "check the path",
          e);
    }
    paths.sort((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
    return paths;
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /** {@return the names of the classes by their index} */
  public List<String> classNames() {
    return Collections.unmodifiableList(classNames);
  }

  /** {@return the files in the order of the samples} */
  public List<Path> files() {
    return Collections.unmodifiableList(files);
  }

  /** {@return the index of the class of each sample; the caller's} */
  public int[] classes() {
    return classes.clone();
  }

  @Override
  public long samples() {
    return files.size();
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(INPUT, shape.shape());
    shapes.put(TARGET, Shape.scalar());
    return shapes;
  }

  /** It shuffles and seeks, and waits for the disk. */
  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  protected void put(int sample, int row, Map<String, FloatBuffer> buffers) {
    if (buffers.containsKey(INPUT)) {
      put(buffers.get(INPUT), row, decode(sample));
    }
    put(buffers.get(TARGET), row, classes[sample]);
  }

  /**
   * One sample's numbers, in its layout.
   *
   * @throws DataException if the file is damaged, or of another size where that is refused
   */
  private float[] decode(int sample) {
    Path file = files.get(sample);
    ImageDecoder.Pixels pixels = ImageDecoder.read(file, shape.channels());
    float[] values = pixels.values();
    if (pixels.height() != shape.height() || pixels.width() != shape.width()) {
      values = resized(file, pixels);
    }
    return shape.layout() == ImageLayout.CHANNELS_LAST
        ? values
        : shape.in(ImageLayout.CHANNELS_LAST).to(shape.layout(), values);
  }

  private float[] resized(Path file, ImageDecoder.Pixels pixels) {
    if (sizing == ImageSizing.EXACT) {
      throw ImageDecoder.refusal(
          file,
          String.format(
              "it has %d rows and %d columns of pixels, the samples have %d and %d",
              pixels.height(), pixels.width(), shape.height(), shape.width()),
          "scale it, or choose a sizing other than EXACT",
          null);
    }
    double height = pixels.height();
    double width = pixels.width();
    if (sizing == ImageSizing.COVER) {
      double scale = Math.min(height / shape.height(), width / shape.width());
      height = shape.height() * scale;
      width = shape.width() * scale;
    }
    Resampling rows =
        new Resampling(pixels.height(), (pixels.height() - height) / 2, height, shape.height());
    Resampling columns =
        new Resampling(pixels.width(), (pixels.width() - width) / 2, width, shape.width());
    float[] narrowed = columns.along(pixels.values(), pixels.height(), shape.channels());
    return rows.along(narrowed, 1, shape.width() * shape.channels());
  }

  /** For example {@code 2000 images of 2 classes in photos}. */
  @Override
  public String toString() {
    return String.format("%d images of %d classes in %s", files.size(), classNames.size(), folder);
  }
}
