package org.gradcl.backend;

/** Receives the loss of each step, in order. */
@FunctionalInterface
public interface LossConsumer {
  /**
   * The loss of one step.
   *
   * @param step the number of updates made before that step
   * @param loss the loss before its update, summed in float64 from partial sums
   */
  void accept(long step, double loss);
}
