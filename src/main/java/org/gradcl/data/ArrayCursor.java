package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.Map;

/** A pass over an {@link ArrayDataSet}; filling does not allocate. */
final class ArrayCursor implements BatchCursor {
  private final ArrayDataSet data;
  private final NamedArray[] arrays;
  private final int samples;
  private final int[] permutation;
  private int position;

  /** A pass in the order of a permutation, or that of the data if it is null. */
  ArrayCursor(ArrayDataSet data, NamedArray[] arrays, int[] permutation) {
    this.data = data;
    this.arrays = arrays;
    this.samples = (int) data.samples();
    this.permutation = permutation;
  }

  @Override
  public void fill(int rows, Map<String, FloatBuffer> buffers) {
    Pass.requireLeft(rows, position, samples);
    int known = 0;
    for (NamedArray array : arrays) {
      known += buffers.containsKey(array.name()) ? 1 : 0;
    }
    if (known != buffers.size()) {
      Pass.requireKnown(data.sampleShapes().keySet(), buffers.keySet());
    }
    for (NamedArray array : arrays) {
      FloatBuffer buffer = buffers.get(array.name());
      if (buffer != null) {
        copy(array.values(), array.shape().elements(), rows, buffer);
      }
    }
    position += rows;
  }

  private void copy(float[] values, int elements, int rows, FloatBuffer buffer) {
    if (permutation == null) {
      buffer.put(0, values, position * elements, rows * elements);
    } else if (elements == 1) {
      for (int row = 0; row < rows; row++) {
        buffer.put(row, values[permutation[position + row]]);
      }
    } else {
      for (int row = 0; row < rows; row++) {
        buffer.put(row * elements, values, permutation[position + row] * elements, elements);
      }
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void seek(long sample) {
    Pass.requirePlace(sample, samples);
    position = (int) sample;
  }

  @Override
  public void close() {}
}
