package org.gradcl.train;

import java.util.List;
import org.gradcl.backend.DevicePolicy;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.backend.DeviceSettings;
import org.gradcl.backend.jvm.JvmBackendProvider;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.Shape;

/** What tests of this room share: trainers on the JVM engine alone, and made-up data. */
final class Trainers {
  private Trainers() {}

  static DeviceSelector jvmEngine() {
    return DeviceSelector.of(List.of(new JvmBackendProvider()), DeviceSettings.none());
  }

  static TrainerBuilder onJvm() {
    return Trainer.builder().deviceSelector(jvmEngine()).device(DevicePolicy.jvm()).seed(7);
  }

  /** Inputs in [−1, 1), the target a smooth function of them. */
  static ArrayDataSet curve(int samples, int inputs, long seed) {
    RandomStream stream = new RandomStream(RandomKey.ofSeed(seed), Purpose.SPLIT, 1, 0);
    float[] x = new float[samples * inputs];
    float[] y = new float[samples];
    for (int i = 0; i < samples; i++) {
      double sum = 0;
      for (int j = 0; j < inputs; j++) {
        x[i * inputs + j] = 2 * stream.uniform(i, j) - 1;
        sum += (j + 1) * x[i * inputs + j];
      }
      y[i] = (float) Math.sin(sum);
    }
    return ArrayDataSet.of(Shape.of(inputs), x, Shape.of(1), y);
  }
}
