package fashion;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.image.ImageLayout;
import org.gradcl.data.image.MnistFolder;

/**
 * Images of clothes of 28×28 pixels, in the four files of Fashion-MNIST.
 *
 * @param training what a net learns from
 * @param judged what it is judged by, which it has not seen
 */
record FashionImages(ArrayDataSet training, ArrayDataSet judged) {
  private static final String[] CLASSES = {
    "T-shirt", "trousers", "pullover", "dress", "coat",
    "sandal", "shirt", "sneaker", "bag", "ankle boot"
  };

  /** The published parts: 60,000 images train, 10,000 judge. */
  static FashionImages forTest(Path folder) {
    return new FashionImages(
        MnistFolder.training(folder, ImageLayout.CHANNELS_LAST),
        MnistFolder.test(folder, ImageLayout.CHANNELS_LAST));
  }

  /** Every tenth image that trains judges: settings are chosen by these, not by the test. */
  static FashionImages forValidation(Path folder) {
    ArrayDataSet all = MnistFolder.training(folder, ImageLayout.CHANNELS_LAST);
    int rows = (int) all.samples();
    return new FashionImages(
        all.select(IntStream.range(0, rows).filter(row -> row % 10 != 9).toArray()),
        all.select(IntStream.range(0, rows).filter(row -> row % 10 == 9).toArray()));
  }

  /** What the classes are called. */
  static String name(int index) {
    return CLASSES[index];
  }
}
