package org.gradcl.backend.jvm;

import java.util.Arrays;
import org.gradcl.backend.LossConsumer;

/** The losses of steps that were not collected yet, in order. */
final class UncollectedLosses {
  private long[] steps = new long[64];
  private double[] losses = new double[64];
  private int count;

  void add(long step, double loss) {
    if (count == steps.length) {
      steps = Arrays.copyOf(steps, 2 * count);
      losses = Arrays.copyOf(losses, 2 * count);
    }
    steps[count] = step;
    losses[count] = loss;
    count++;
  }

  void drainTo(LossConsumer consumer) {
    int known = count;
    count = 0;
    for (int i = 0; i < known; i++) {
      consumer.accept(steps[i], losses[i]);
    }
  }

  void clear() {
    count = 0;
  }
}
