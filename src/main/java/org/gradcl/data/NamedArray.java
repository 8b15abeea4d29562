package org.gradcl.data;

import java.util.Objects;
import org.gradcl.tensor.Shape;

/**
 * The numbers of one name of all samples of an {@link ArrayDataSet}: whole samples, finite.
 *
 * @param name of the array in a sample
 * @param shape of one sample
 * @param values [samples, shape], shared
 */
record NamedArray(String name, Shape shape, float[] values) {
  /**
   * Checks the numbers.
   *
   * @throws DataException if they are those of no whole samples, or one is not finite
   */
  NamedArray {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(values, "values");
    SampleArrays.samplesIn(name, shape, values);
    SampleArrays.requireFinite(name, shape, values);
  }

  /** The numbers of some samples, in the order given. */
  NamedArray select(int[] sampleNumbers) {
    int elements = shape.elements();
    float[] gathered = new float[SampleArrays.length(sampleNumbers.length, elements)];
    for (int i = 0; i < sampleNumbers.length; i++) {
      int sample = Objects.checkIndex(sampleNumbers[i], samples());
      System.arraycopy(values, sample * elements, gathered, i * elements, elements);
    }
    return new NamedArray(name, shape, gathered);
  }

  int samples() {
    return values.length / shape.elements();
  }
}
