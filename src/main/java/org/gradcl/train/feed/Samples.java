package org.gradcl.train.feed;

import java.util.Objects;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.nn.Sequential;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/** Converts arrays to inputs and predictions of a model. */
public final class Samples {
  private Samples() {}

  /**
   * One sample.
   *
   * @throws DataException if it has not as many numbers as the model takes, or one is not finite
   */
  public static BatchSource one(Sequential model, float[] sample) {
    Objects.requireNonNull(sample, "sample");
    requireLength(model, sample.length, "The sample");
    return ArrayDataSet.ofInputs(model.inputShape(), sample);
  }

  /**
   * Several samples; copied.
   *
   * @throws DataException if there are none, one has not as many numbers as the model takes, or one
   *     is not finite
   */
  public static BatchSource several(Sequential model, float[][] samples) {
    Objects.requireNonNull(samples, "samples");
    int elements = model.inputShape().elements();
    float[] values = new float[Math.multiplyExact(samples.length, elements)];
    for (int i = 0; i < samples.length; i++) {
      if (samples[i] == null) {
        throw new DataException("Sample " + i + " (from 0) is null; give its numbers");
      }
      requireLength(model, samples[i].length, "Sample " + i);
      System.arraycopy(samples[i], 0, values, i * elements, elements);
    }
    return ArrayDataSet.ofInputs(model.inputShape(), values);
  }

  /**
   * One batch, of arrays without rows of their own.
   *
   * @throws DataException if the numbers are those of no whole samples, or one is not finite
   */
  public static ArrayDataSet batch(TrainingStep step, float[] inputs, float[] targets) {
    Sequential model = step.model();
    int last = model.layers().size() - 1;
    requireWhole("inputs", inputs, model, 0, "takes samples", model.inputShape());
    requireWhole("targets", targets, model, last, "has targets", step.targetShape());
    return ArrayDataSet.of(model.inputShape(), inputs, step.targetShape(), targets);
  }

  private static void requireWhole(
      String what, float[] values, Sequential model, int layer, String verb, Shape shape) {
    Objects.requireNonNull(values, what);
    if (values.length % shape.elements() != 0) {
      throw new DataException(
          String.format(
              "The %s have %d numbers, no multiple of %d; layer.%d (%s) %s of shape %s",
              what,
              values.length,
              shape.elements(),
              layer,
              model.layers().get(layer).describe(),
              verb,
              shape));
    }
  }

  private static void requireLength(Sequential model, int length, String sample) {
    if (length != model.inputShape().elements()) {
      throw new DataException(
          String.format(
              "%s has %d numbers; layer.0 (%s) takes samples of shape %s, %d numbers",
              sample,
              length,
              model.layers().get(0).describe(),
              model.inputShape(),
              model.inputShape().elements()));
    }
  }

  /** A tensor's rows along its first axis. */
  public static float[][] rows(HostTensor tensor) {
    int rows = tensor.shape().extent(0);
    int elements = tensor.shape().elements() / rows;
    float[][] values = new float[rows][elements];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(tensor.floats(), i * elements, values[i], 0, elements);
    }
    return values;
  }
}
