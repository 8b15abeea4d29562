package org.gradcl.graph;

/**
 * Which of the batches of a step is computed, where a step takes several: the first stores
 * gradients, the others add theirs, and the last updates. The loss of a step is the mean of its
 * batches' losses.
 *
 * @param index 0 for the first, {@code count − 1} for the last; all between have the index 1, since
 *     they do the same
 * @param count batches of the step, at least 1
 */
public record StepPart(int index, int count) {
  /** The only batch of its step. */
  public static final StepPart WHOLE = new StepPart(0, 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no such batch
   */
  public StepPart {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "A step of " + count + " batches has none with the number " + index);
    }
    index = index == 0 || index == count - 1 ? index : 1;
  }

  /** Whether gradients and loss are stored, not added to those of earlier batches. */
  public boolean isFirst() {
    return index == 0;
  }

  /** Whether parameters are updated. */
  public boolean isLast() {
    return index == count - 1;
  }

  /** The share of this batch in the loss of the step. */
  public double share() {
    return 1.0 / count;
  }
}
