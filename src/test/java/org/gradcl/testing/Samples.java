package org.gradcl.testing;

import java.util.Map;
import java.util.Random;
import org.gradcl.step.TrainingStep;

/** Made-up batches. */
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
        normal(random, rows * step.model().inputShape().elements(), 1),
        TrainingStep.TARGET,
        normal(random, rows * step.targetShape().elements(), 1));
  }
}
