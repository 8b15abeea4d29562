package org.gradcl.examples;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A folder in the form of MNIST whose images are easy: of class c, two rows are bright at 2c + 4,
 * in noise.
 */
final class BandImages {
  private static final int SIDE = 28;
  private static final int CLASSES = 10;
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  private BandImages() {}

  /** Writes the four files. */
  static void write(Path folder, int training, int test) throws IOException {
    part(folder, "train", training);
    part(folder, "t10k", test);
  }

  private static void part(Path folder, String name, int count) throws IOException {
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    integers(images, IMAGES_MAGIC, count, SIDE, SIDE);
    integers(labels, LABELS_MAGIC, count);
    SplittableRandom random = new SplittableRandom(count);
    for (int i = 0; i < count; i++) {
      int label = i % CLASSES;
      labels.write(label);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        boolean bright = pixel / SIDE / 2 == label + 2;
        images.write((bright ? 128 : 0) + random.nextInt(127));
      }
    }
    Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.toByteArray());
    Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.toByteArray());
  }

  private static void integers(ByteArrayOutputStream file, int... values) throws IOException {
    DataOutputStream out = new DataOutputStream(file);
    for (int value : values) {
      out.writeInt(value);
    }
  }
}
