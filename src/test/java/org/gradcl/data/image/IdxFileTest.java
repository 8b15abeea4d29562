package org.gradcl.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  /** Two images of 2×3 pixels. */
  private static final int[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255, 255, 0, 0, 0, 0, 51
  };

  private static final int[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 9, 200};

  @TempDir Path folder;

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.toByteArray();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private void refused(byte[] bytes, String... parts) throws IOException {
    Path file = file("refused", bytes);
    assertThatThrownBy(() -> IdxFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(parts);
  }

  @Test
  void imagesAndLabelsBecomeSamples() throws IOException {
    ArrayDataSet data =
        IdxFile.classified(
            file("images", bytes(IMAGES)),
            file("labels.gz", gzip(bytes(LABELS))),
            ImageLayout.CHANNELS_LAST);
    assertThat(data).hasToString("2 samples, input [2, 3, 1], target []");
    assertThat(data.inputs()).containsExactly(0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 1, 0, 0, 0, 0, 0.2f);
    assertThat(data.targets()).containsExactly(9, 200);
    IdxFile images = IdxFile.read(file("images.gz", gzip(bytes(IMAGES))));
    assertThat(images.shape()).isEqualTo(Shape.of(2, 2, 3));
    assertThat(images.images(ImageLayout.CHANNELS_FIRST).inputShape()).isEqualTo(Shape.of(1, 2, 3));
    assertThatThrownBy(images::labels)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it has the shape [2, 2, 3], labels have 1 axes");
  }

  @Test
  void aFileThatIsNotWholeIsRefused() throws IOException {
    byte[] images = bytes(IMAGES);
    refused(
        Arrays.copyOf(images, images.length - 1),
        "its head states the shape [2, 2, 3], but it ends after 11 elements",
        "fetch it again");
    refused(Arrays.copyOf(images, 7), "it ends within its head");
    refused(Arrays.copyOf(images, images.length + 1), "there is more in it");
    byte[] compressed = gzip(images);
    refused(Arrays.copyOf(compressed, compressed.length - 12), "it ends within");
    assertThatThrownBy(() -> IdxFile.read(folder.resolve("absent")))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("absent: there is no such file; check the path");
    assertThatThrownBy(() -> IdxFile.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it can't be read");
  }

  @Test
  void aFileOfAnotherFormatIsRefused() throws IOException {
    refused(bytes('P', 'K', 3, 4, 0, 0), "it begins with 504b0304, no head of this format");
    refused(bytes(0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0), "its elements are of type 13");
    refused(bytes(0, 0, 8, 1, 255, 255, 255, 255), "its axis 0 (from 0) has the extent -1");
    refused(bytes(0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0), "its axis 1 (from 0) has the extent 65536");
    // A head that promises two gigabytes must not take them.
    refused(bytes(0, 0, 8, 1, 127, 255, 255, 247, 1, 2), "it ends after 2 elements");
  }

  @Test
  void aFolderHasTheFourFilesOfMnist() throws IOException {
    file("train-images-idx3-ubyte.gz", gzip(bytes(IMAGES)));
    file("train-labels-idx1-ubyte", bytes(LABELS));
    assertThat(MnistFolder.training(folder, ImageLayout.CHANNELS_FIRST))
        .hasToString("2 samples, input [1, 2, 3], target []");
    assertThatThrownBy(() -> MnistFolder.test(folder, ImageLayout.CHANNELS_FIRST))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + " has neither t10k-images-idx3-ubyte nor t10k-images-idx3-ubyte.gz; give the"
                + " folder of the four files");
  }

  @Test
  void imagesNeedOneLabelEach() throws IOException {
    Path images = file("images", bytes(IMAGES));
    Path labels = file("labels", bytes(0, 0, 8, 1, 0, 0, 0, 1, 3));
    assertThatThrownBy(() -> IdxFile.classified(images, labels, ImageLayout.CHANNELS_LAST))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("has 2 images", "has 1 labels");
  }
}
