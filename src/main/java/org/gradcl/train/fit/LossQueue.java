package org.gradcl.train.fit;

import java.util.Arrays;

/**
 * Losses of steps that follow each other, in their order; keeps its memory. Not safe for use by
 * several threads.
 */
final class LossQueue {
  private double[] losses = new double[64];
  private int first;
  private int size;
  private long firstStep;

  /** Adds the loss of the step after the last, or of any if this is empty. */
  void add(long step, double loss) {
    if (size == 0) {
      first = 0;
      firstStep = step;
    }
    if (first + size == losses.length) {
      System.arraycopy(losses, first, losses, 0, size);
      first = 0;
      if (size > losses.length / 2) {
        losses = Arrays.copyOf(losses, 2 * losses.length);
      }
    }
    losses[first + size++] = loss;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The step of the first. */
  long firstStep() {
    return firstStep;
  }

  /** Takes the first. */
  double removeFirst() {
    size--;
    firstStep++;
    return losses[first++];
  }
}
