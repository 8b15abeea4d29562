package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.plan.BatchSum;

/**
 * The sums that a launch takes over its domain. Each piece of the work, on whatever thread, adds up
 * its own part, in float64; when all have ended one thread folds the parts in their order.
 */
final class BatchSums {
  private final List<BatchSum> sums;
  private final Memory memory;
  private final Arithmetic arithmetic;
  private final CheckWords checks;
  private final double[][] parts;
  private final int lossCheck;

  /** The sums of a launch whose work is cut into so many pieces. */
  BatchSums(List<BatchSum> sums, int pieces, RunnerContext context) {
    this.sums = sums;
    this.memory = context.memory();
    this.arithmetic = context.arithmetic();
    this.checks = context.checks();
    this.parts = new double[sums.size()][pieces];
    this.lossCheck = sums.stream().anyMatch(BatchSums::isLoss) ? checks.reserve(1) : -1;
  }

  private static boolean isLoss(BatchSum sum) {
    return sum.destination() == BatchSum.Destination.RING;
  }

  /** Begins the part of a piece. */
  void begin(int piece) {
    for (double[] part : parts) {
      part[piece] = 0;
    }
  }

  /** Adds what a launch has just computed, so many numbers, to the part of a piece. */
  void add(BoundTape elements, int count, int piece, int thread) {
    for (int s = 0; s < parts.length; s++) {
      float[] values = elements.output(sums.get(s).output(), thread);
      parts[s][piece] += arithmetic.sum(values, 0, count);
    }
  }

  /** Adds up the parts, writes the sums to where they go, and leaves a check of the loss. */
  void fold() {
    for (int s = 0; s < parts.length; s++) {
      double sum = 0;
      for (double part : parts[s]) {
        sum += part;
      }
      if (isLoss(sums.get(s))) {
        memory.loss = sum;
        checks.put(lossCheck, (float) sum * 0, 0);
      } else {
        memory.of(sums.get(s).place().region())[sums.get(s).place().base()] = (float) sum;
      }
    }
  }
}
