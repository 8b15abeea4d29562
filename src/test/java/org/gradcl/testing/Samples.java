package org.gradcl.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradcl.graph.StepGraph;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;

/** Made-up batches and parameters. */
public final class Samples {
  private Samples() {}

  /** Normal numbers with the given standard deviation. */
  public static float[] normal(Random random, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** A batch of normal inputs and targets for a regression step. */
  public static Map<String, float[]> regression(TrainingStep step, int rows, long seed) {
    Random random = new Random(seed);
    return Map.of(
        TrainingStep.INPUT,
        normal(random, rows * elements(step, TrainingStep.INPUT), 1),
        TrainingStep.TARGET,
        normal(random, rows * step.targetShape().elements(), 1));
  }

  private static int elements(TrainingStep step, String array) {
    return step.arrays().specs().get(array).shape().elements();
  }

  /** Normal numbers for each input of a step, always the same. */
  public static Map<String, float[]> inputs(StepGraph step) {
    Random random = new Random(5);
    Map<String, float[]> inputs = new LinkedHashMap<>();
    step.inputs()
        .forEach(input -> inputs.put(input.label(), normal(random, input.shape().elements(), 0.7)));
    return inputs;
  }

  /** Normal numbers for each parameter of a step, always the same. */
  public static List<HostTensor> parameters(StepGraph step) {
    Random random = new Random(3);
    return step.stateLayout().parameters().stream()
        .map(
            entry ->
                HostTensor.of(
                    entry.name(), entry.shape(), normal(random, entry.shape().elements(), 0.7)))
        .toList();
  }

  /** The same numbers for the reference. */
  public static Map<String, double[]> float64(Map<String, float[]> batch) {
    Map<String, double[]> inputs = new LinkedHashMap<>();
    batch.forEach((name, values) -> inputs.put(name, ReferenceState.float64(values)));
    return inputs;
  }
}
