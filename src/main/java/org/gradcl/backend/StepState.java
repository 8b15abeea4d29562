package org.gradcl.backend;

/**
 * The step record, as the host sees it: what would otherwise be arguments of every launch.
 *
 * @param step number of updates made
 * @param totalSteps number of updates of the whole training, which schedules need; at least 1
 * @param learningRate of the next step
 * @param key0 first word of the random key
 * @param key1 second word of the random key
 * @param nonFinite whether a loss or gradient was not finite, so that updates write nothing
 * @param batches number of batches computed, of which an update may take several
 */
public record StepState(
    int step,
    int totalSteps,
    float learningRate,
    int key0,
    int key1,
    boolean nonFinite,
    int batches) {
  /** A record of steps of one batch each. */
  public StepState(
      int step, int totalSteps, float learningRate, int key0, int key1, boolean nonFinite) {
    this(step, totalSteps, learningRate, key0, key1, nonFinite, step);
  }

  /** This record with another learning rate of the next step. */
  public StepState withLearningRate(float rate) {
    return new StepState(step, totalSteps, rate, key0, key1, nonFinite, batches);
  }

  /** This record with another number of updates of the whole training. */
  public StepState withTotalSteps(int total) {
    return new StepState(step, total, learningRate, key0, key1, nonFinite, batches);
  }

  /** This record as after finite numbers alone, so that updates write again. */
  public StepState withoutFailure() {
    return new StepState(step, totalSteps, learningRate, key0, key1, false, batches);
  }
}
