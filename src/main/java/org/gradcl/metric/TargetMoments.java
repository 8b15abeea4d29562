package org.gradcl.metric;

import java.util.function.IntToDoubleFunction;

/**
 * Mean and spread of the targets of a data set, output by output, in float64.
 *
 * <p>Taken on the host, which has the targets in its hands when it fills a batch: sums of squares
 * in float32 would lose the variance of targets that are large against their spread, such as years.
 * The update is that of Welford, Note on a Method for Calculating Corrected Sums of Squares and
 * Products, 1962. Not safe for use by several threads.
 */
public final class TargetMoments {
  private final double[] means;
  private final double[] squaredDeviations;
  private long rows;

  /**
   * Of no targets yet.
   *
   * @param outputs the numbers in a row: the extent of a target's last axis
   */
  public TargetMoments(int outputs) {
    means = new double[outputs];
    squaredDeviations = new double[outputs];
  }

  /**
   * Adds rows of targets.
   *
   * @param count how many
   * @param target the numbers, row major
   */
  public void add(int count, IntToDoubleFunction target) {
    for (int row = 0; row < count; row++) {
      rows++;
      for (int output = 0; output < means.length; output++) {
        double y = target.applyAsDouble(row * means.length + output);
        double deviation = y - means[output];
        means[output] += deviation / rows;
        squaredDeviations[output] += deviation * (y - means[output]);
      }
    }
  }

  /** Σ (y − ȳ)² over the rows, where ȳ is the mean of that output; 0 before the second row. */
  public double squaredDeviations(int output) {
    return squaredDeviations[output];
  }
}
