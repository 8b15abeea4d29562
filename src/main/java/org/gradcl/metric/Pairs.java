package org.gradcl.metric;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Predictions and targets of a data set number by number, for a metric that is no sum. Kept on the
 * host in eight bytes a pair. Not safe for use by several threads.
 */
public final class Pairs {
  private float[] predictions = new float[0];
  private float[] targets = new float[0];
  private int predicted;
  private int count;

  /** None yet. */
  public Pairs() {}

  /**
   * Adds targets; their predictions follow by {@link #addPredictions}.
   *
   * @param more how many
   * @param target the numbers, row major
   */
  public void addTargets(int more, IntToDoubleFunction target) {
    targets = Arrays.copyOf(targets, room(targets.length, more));
    for (int i = 0; i < more; i++) {
      targets[count + i] = (float) target.applyAsDouble(i);
    }
    count += more;
  }

  /**
   * Adds the predictions of the targets that have none yet. Those beyond are of rows that fill up a
   * batch, and are left out.
   *
   * @param values row major
   */
  public void addPredictions(double[] values) {
    predictions = Arrays.copyOf(predictions, targets.length);
    for (int i = 0; predicted < count; i++) {
      predictions[predicted++] = (float) values[i];
    }
  }

  private int room(int length, int more) {
    int least = Math.addExact(count, more);
    return length >= least
        ? length
        : (int) Math.min(Integer.MAX_VALUE - 8, Math.max(least, 2L * length));
  }

  /** {@return how many there are} */
  public int count() {
    return count;
  }

  /** {@return a prediction, in the order of the data} */
  public float prediction(int i) {
    return predictions[i];
  }

  /** {@return a target, in the order of the data} */
  public float target(int i) {
    return targets[i];
  }
}
