package org.gradcl.train.checkpoint;

/**
 * The length of a run: a number of passes over the training data, or of steps.
 *
 * @param epochs 0 if the steps are given
 * @param steps 0 if the epochs are given
 */
public record RunLength(int epochs, long steps) {

  /**
   * A number of passes over the training data.
   *
   * @throws IllegalArgumentException if they are below 1
   */
  public static RunLength ofEpochs(int epochs) {
    return new RunLength((int) atLeastOne("epochs", epochs), 0);
  }

  /**
   * A number of steps, with as many passes over the training data as they take.
   *
   * @throws IllegalArgumentException if they are below 1
   */
  public static RunLength ofSteps(long steps) {
    return new RunLength(0, atLeastOne("steps", steps));
  }

  private static long atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("The " + name + " must be at least 1, found " + value);
    }
    return value;
  }

  /** The steps of the run; {@code Long.MAX_VALUE} if they are more than can be counted. */
  public long steps(long stepsPerEpoch) {
    if (epochs == 0) {
      return steps;
    }
    return stepsPerEpoch > Long.MAX_VALUE / epochs ? Long.MAX_VALUE : epochs * stepsPerEpoch;
  }

  /** The epochs of the run, the last of which may be cut short; saturated. */
  public int epochs(long stepsPerEpoch) {
    if (epochs > 0) {
      return epochs;
    }
    return (int) Math.min(Integer.MAX_VALUE, (steps - 1) / stepsPerEpoch + 1);
  }

  /** A text such as {@code 40 epochs of 7 steps each}. */
  public String describe(long stepsPerEpoch) {
    return epochs > 0
        ? String.format("%d epochs of %d steps each", epochs, stepsPerEpoch)
        : steps + " steps";
  }
}
