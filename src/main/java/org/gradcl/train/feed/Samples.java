package org.gradcl.train.feed;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.nn.Model;
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
  public static BatchSource one(Model model, float[] sample) {
    Objects.requireNonNull(sample, "sample");
    requireLength(model, sample.length, "The sample");
    return ArrayDataSet.ofArray(input(model), shape(model), sample);
  }

  /**
   * Several samples; copied.
   *
   * @throws DataException if there are none, one has not as many numbers as the model takes, or one
   *     is not finite
   */
  public static BatchSource several(Model model, float[][] samples) {
    Objects.requireNonNull(samples, "samples");
    int elements = shape(model).elements();
    float[] values = new float[Math.multiplyExact(samples.length, elements)];
    for (int i = 0; i < samples.length; i++) {
      if (samples[i] == null) {
        throw new DataException("Sample " + i + " (from 0) is null; give its numbers");
      }
      requireLength(model, samples[i].length, "Sample " + i);
      System.arraycopy(samples[i], 0, values, i * elements, elements);
    }
    return ArrayDataSet.ofArray(input(model), shape(model), values);
  }

  /**
   * One batch, of arrays without rows of their own.
   *
   * @throws DataException if the numbers are those of no whole samples, or one is not finite
   */
  public static ArrayDataSet batch(TrainingStep step, float[] inputs, float[] targets) {
    // Each name is looked up once: this is on the way of every step.
    String inputName = input(step.model());
    Shape input = step.model().inputs().get(inputName).shape();
    String targetName = step.arrays().onlyTarget();
    Shape target = step.arrays().specs().get(targetName).shape();
    requireWhole("inputs", inputs, step.model(), Samples::reader, " takes samples", input);
    requireWhole("targets", targets, step.model(), Samples::writer, " has targets", target);
    return ArrayDataSet.ofArray(inputName, input, inputs).with(targetName, target, targets);
  }

  private static void requireWhole(
      String what,
      float[] values,
      Model model,
      Function<Model, String> part,
      String verb,
      Shape shape) {
    Objects.requireNonNull(values, what);
    if (values.length % shape.elements() != 0) {
      throw new DataException(
          String.format(
              "The %s have %d numbers, no multiple of %d; %s%s of shape %s",
              what, values.length, shape.elements(), part.apply(model), verb, shape));
    }
  }

  private static void requireLength(Model model, int length, String sample) {
    Shape shape = shape(model);
    if (length != shape.elements()) {
      throw new DataException(
          String.format(
              "%s has %d numbers; %s takes samples of shape %s, %d numbers",
              sample, length, reader(model), shape, shape.elements()));
    }
  }

  /** The name of a model's only input, which arrays without names are. */
  private static String input(Model model) {
    Set<String> names = model.inputs().keySet();
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              "The model has the inputs %s; give a BatchSource with arrays of these names",
              new TreeSet<>(names)));
    }
    return names.iterator().next();
  }

  private static Shape shape(Model model) {
    return model.inputs().get(input(model)).shape();
  }

  /** What reads the inputs, for messages. */
  static String reader(Model model) {
    return part(model, 0);
  }

  private static String writer(Model model) {
    return part(model, model instanceof Sequential layers ? layers.blocks().size() - 1 : 0);
  }

  private static String part(Model model, int layer) {
    return model instanceof Sequential layers
        ? "layer." + layer + " (" + layers.blocks().get(layer).describe() + ")"
        : "the model (" + model.describe() + ")";
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
