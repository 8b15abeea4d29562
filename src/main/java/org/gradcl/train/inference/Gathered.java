package org.gradcl.train.inference;

import org.gradcl.data.DataException;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/** A value of many samples, assembled from pieces. For one thread. */
final class Gathered {
  private final String name;
  private final Shape shape;
  private final int samples;
  private final float[] values;
  private int filled;

  /**
   * A value of a number of samples.
   *
   * @param name of the tensor that it becomes
   * @param shape of one sample's
   * @throws DataException if there are more numbers than an array holds
   */
  Gathered(String name, Shape shape, long samples) {
    this.name = name;
    this.shape = shape;
    int width = shape.elements();
    if (samples > Integer.MAX_VALUE / width) {
      throw new DataException(
          String.format(
              "The data has %d samples, for each of which '%s' has %d numbers; a tensor holds at"
                  + " most 2147483647 numbers: predict the data piece by piece, with a consumer, or"
                  + " in parts",
              samples, name, width));
    }
    this.samples = (int) samples;
    this.values = new float[this.samples * width];
  }

  /** Adds the first rows of a piece. */
  void add(HostTensor piece, int rows) {
    int count = rows * shape.elements();
    System.arraycopy(piece.floats(), 0, values, filled, count);
    filled += count;
  }

  /** All samples, {@code [samples, …]}. */
  HostTensor tensor() {
    return HostTensor.of(name, shape.batch(samples), values);
  }
}
