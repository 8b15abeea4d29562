package org.gradcl.data.image;

import java.nio.file.Files;
import java.nio.file.Path;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.text.Printable;

/**
 * A folder with the four IDX files under which MNIST and its kin are published, perhaps compressed,
 * with {@code .gz} behind their names:
 *
 * <pre>
 * train-images-idx3-ubyte   train-labels-idx1-ubyte
 * t10k-images-idx3-ubyte    t10k-labels-idx1-ubyte
 * </pre>
 *
 * <p>For example that of Debian's package {@code dataset-fashion-mnist}, {@code
 * /usr/share/datasets/fashion-mnist}. A part is {@link BatchSource#INPUT}, grey from 0 to 1, and
 * {@link BatchSource#TARGET}, the index of its class.
 */
public final class MnistFolder {
  private MnistFolder() {}

  /**
   * {@return the training part}
   *
   * @param folder with the files
   * @param layout of an image, [height, width, 1] or [1, height, width]
   * @throws DataException if a file is missing, can't be read or is no such file
   */
  public static ArrayDataSet training(Path folder, ImageLayout layout) {
    return part(folder, "train", layout);
  }

  /**
   * {@return the test part}
   *
   * @param folder with the files
   * @param layout of an image, [height, width, 1] or [1, height, width]
   * @throws DataException if a file is missing, can't be read or is no such file
   */
  public static ArrayDataSet test(Path folder, ImageLayout layout) {
    return part(folder, "t10k", layout);
  }

  private static ArrayDataSet part(Path folder, String part, ImageLayout layout) {
    return IdxFile.classified(
        file(folder, part + "-images-idx3-ubyte"),
        file(folder, part + "-labels-idx1-ubyte"),
        layout);
  }

  private static Path file(Path folder, String name) {
    Path plain = folder.resolve(name);
    Path compressed = folder.resolve(name + ".gz");
    if (Files.isRegularFile(plain)) {
      return plain;
    }
    if (Files.isRegularFile(compressed)) {
      return compressed;
    }
    throw new DataException(
        Printable.line(
            String.format(
                "%s has neither %s nor %s.gz; give the folder of the four files",
                folder, name, name)));
  }
}
