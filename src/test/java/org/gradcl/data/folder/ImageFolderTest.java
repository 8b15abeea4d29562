package org.gradcl.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.Capability;
import org.gradcl.data.DataException;
import org.gradcl.data.SampleOrder;
import org.gradcl.data.image.ImageShape;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;

  @TempDir Path folder;

  @BeforeEach
  void twoClasses() throws IOException {
    write("dog/b.png", BufferedImage.TYPE_INT_RGB, 2, RED, GREEN, BLUE, 0xffffff);
    write("dog/a.PNG", BufferedImage.TYPE_INT_ARGB, 2, 0xff808080, 0x80ff0000, 0, -1);
    write("cat/x.png", BufferedImage.TYPE_BYTE_GRAY, 2, 0, 0, 0, 0);
    Files.writeString(folder.resolve("cat/notes.txt"), "not an image");
    Files.write(folder.resolve("cat/.hidden.png"), new byte[0]);
    Files.createDirectory(folder.resolve(".git"));
  }

  private Path write(String name, int type, int width, int... pixels) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(width, pixels.length / width, type);
    for (int i = 0; i < pixels.length; i++) {
      image.setRGB(i % width, i / width, pixels[i]);
    }
    String format = name.endsWith("jpg") ? "jpg" : "png";
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static float[] image(ImageFolder source, int sample) {
    try (BatchCursor cursor = source.open(SampleOrder.sequential())) {
      cursor.seek(sample);
      FloatBuffer input =
          FloatBuffer.allocate(source.sampleShapes().get(ImageFolder.INPUT).elements());
      cursor.fill(1, Map.of("input", input));
      return input.array();
    }
  }

  private ImageFolder exact(ImageShape shape) {
    return ImageFolder.of(folder, shape, ImageSizing.EXACT);
  }

  @Test
  void foldersAreClassesAndFilesSamplesByName() {
    ImageFolder source = exact(ImageShape.channelsLast(2, 2, 3));
    assertThat(source.classNames()).containsExactly("cat", "dog");
    assertThat(source.files().stream().map(file -> file.getFileName().toString()))
        .containsExactly("x.png", "a.PNG", "b.png");
    assertThat(source.classes()).containsExactly(0, 1, 1);
    assertThat(source.sampleShapes())
        .containsExactly(
            Map.entry("input", Shape.of(2, 2, 3)), Map.entry("target", Shape.scalar()));
    assertThat(source).hasToString("3 images of 2 classes in " + folder);
    assertThat(source.capabilities())
        .containsExactlyInAnyOrder(Capability.REPEATABLE, Capability.SEEKABLE, Capability.FINITE);
    SampleOrder order = SampleOrder.shuffled(RandomKey.ofSeed(5), 0);
    try (BatchCursor cursor = source.open(order)) {
      FloatBuffer target = FloatBuffer.allocate(3);
      cursor.fill(3, Map.of("target", target));
      int[] permutation = order.permutation(3);
      for (int i = 0; i < 3; i++) {
        assertThat(target.get(i)).isEqualTo(permutation[i] == 0 ? 0 : 1);
      }
    }
  }

  @Test
  void pixelsLieInTheLayoutAskedFor() {
    assertThat(image(exact(ImageShape.channelsLast(2, 2, 3)), 2))
        .containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1);
    assertThat(image(exact(ImageShape.channelsFirst(3, 2, 2)), 2))
        .containsExactly(1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1);
    assertThat(image(exact(ImageShape.channelsLast(2, 2, 1)), 2))
        .containsExactly(new float[] {0.299f, 0.587f, 0.114f, 1}, within(1e-6f));
    float grey = 0x80 / 255f;
    assertThat(image(exact(ImageShape.channelsLast(2, 2, 3)), 1))
        .as("transparency does not count")
        .startsWith(grey, grey, grey, 1, 0, 0);
  }

  @Test
  void greyIsAsStored() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 100);
    image.getRaster().setSample(1, 0, 0, 200);
    ImageIO.write(image, "png", folder.resolve("cat/x.png").toFile());
    assertThat(image(exact(ImageShape.channelsLast(1, 2, 1)), 0))
        .containsExactly(100 / 255f, 200 / 255f);
    assertThat(image(exact(ImageShape.channelsLast(1, 2, 3)), 0))
        .containsExactly(100 / 255f, 100 / 255f, 100 / 255f, 200 / 255f, 200 / 255f, 200 / 255f);
    BufferedImage fine = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    fine.getRaster().setSample(0, 0, 0, 40_000);
    ImageIO.write(fine, "png", folder.resolve("cat/x.png").toFile());
    assertThat(image(exact(ImageShape.channelsLast(1, 1, 1)), 0)).containsExactly(40_000 / 65_535f);
  }

  @Test
  void imagesOfAnotherSizeAreTreatedAsAsked() throws IOException {
    int[] wide = {RED, GREEN, GREEN, BLUE, RED, GREEN, GREEN, BLUE};
    Path file = write("cat/x.png", BufferedImage.TYPE_INT_RGB, 4, wide);
    ImageShape shape = ImageShape.channelsLast(2, 2, 3);
    assertThat(image(ImageFolder.of(folder, shape, ImageSizing.COVER), 0))
        .as("the middle")
        .containsExactly(0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0);
    float seventh = 1 / 7f;
    assertThat(image(ImageFolder.of(folder, shape, ImageSizing.STRETCH), 0))
        .as("both halves")
        .startsWith(
            new float[] {3 * seventh, 4 * seventh, 0, 0, 4 * seventh, 3 * seventh}, within(1e-6f));
    assertThatThrownBy(() -> image(exact(shape), 0))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": it has 2 rows and 4 columns of pixels, the samples have 2 and 2; scale it, or"
                + " choose a sizing other than EXACT");
  }

  @Test
  void aDamagedFileIsNamedWithItsCause() throws IOException {
    ImageFolder source = exact(ImageShape.channelsLast(2, 2, 3));
    Path png = write("cat/x.png", BufferedImage.TYPE_INT_RGB, 64, noise());
    byte[] whole = Files.readAllBytes(png);
    Files.write(png, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> image(source, 0))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(png + ": the image can't be decoded (")
        .hasMessageEndingWith("; remove or replace it")
        .hasCauseInstanceOf(Exception.class);
    Files.writeString(png, "this is no image");
    assertThatThrownBy(() -> image(source, 0))
        .isInstanceOf(DataException.class)
        .hasMessage(png + ": its content is that of no image; remove or replace it");
    Files.delete(png);
    assertThatThrownBy(() -> image(source, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(png + ": there is no such file");
  }

  private static int[] noise() {
    int[] pixels = new int[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 0x9E3779B9) >>> 8;
    }
    return pixels;
  }

  /** The JDK's reader only warns, and gives grey for the rest. */
  @Test
  void aTruncatedJpegIsNoImage() throws IOException {
    Path file = write("cat/y.jpg", BufferedImage.TYPE_INT_RGB, 64, noise());
    ImageFolder source = exact(ImageShape.channelsLast(64, 64, 3));
    float[] image = image(source, 1);
    double sum = 0;
    for (float value : image) {
      sum += value;
    }
    assertThat(sum / image.length).isBetween(0.2, 0.8);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> image(source, 1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": the image can't be decoded (");
  }

  @Test
  void foldersWithoutImagesAreRefused() throws IOException {
    assertThatThrownBy(
            () ->
                ImageFolder.of(
                    folder.resolve("cat"), ImageShape.channelsLast(2, 2, 3), ImageSizing.EXACT))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "cat: it has no folders of classes; put the images of each class into one");
    assertThatThrownBy(() -> exact(ImageShape.channelsLast(2, 2, 4)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("asked for 4");
    Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> exact(ImageShape.channelsLast(2, 2, 3)))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "empty: the folder of a class has no PNG or JPEG file; fill or remove it");
    assertThatThrownBy(
            () ->
                ImageFolder.of(
                    folder.resolve("none"), ImageShape.channelsLast(2, 2, 3), ImageSizing.EXACT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the folder can't be listed (no such file)");
  }
}
