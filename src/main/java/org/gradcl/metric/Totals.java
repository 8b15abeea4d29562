package org.gradcl.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A metric's sums over all batches of an evaluation, from which {@link Metric#figure} is computed.
 * For the one thread that evaluates, since the moments of the targets are still its own.
 *
 * @param sums by the names that {@link Metric#append} gave; one number, one an output, or a matrix
 * @param samples in all batches
 * @param elements of all targets: the samples times the numbers in one target
 * @param columns the extent of a target's last axis, 1 for one number a sample
 * @param targets of all batches
 * @param pairs of all batches, for a metric that {@link Metric#gathers}
 */
public record Totals(
    Map<String, double[]> sums,
    long samples,
    long elements,
    int columns,
    TargetMoments targets,
    Optional<Pairs> pairs) {

  /** Copies the map and keeps its order, not the arrays. */
  public Totals {
    sums = Collections.unmodifiableMap(new LinkedHashMap<>(sums));
  }

  /**
   * {@return a sum that is one number}
   *
   * @throws IllegalArgumentException if there is none of that name, or it has several numbers
   */
  public double sum(String name) {
    double[] values = sums.get(name);
    if (values == null || values.length != 1) {
      throw new IllegalArgumentException("No sum '" + name + "' of one number in " + sums.keySet());
    }
    return values[0];
  }
}
