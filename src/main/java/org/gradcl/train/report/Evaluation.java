package org.gradcl.train.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of a model on a data set. Sums are added in float64 in the order of the batches, so
 * that every sample counts alike, however the data was cut.
 *
 * @param samples in the data
 * @param loss by the trainer's loss and its reduction over all samples
 * @param metrics by name, in the order asked for
 */
public record Evaluation(long samples, double loss, Map<String, Double> metrics) {
  /** Copies the map and keeps its order. */
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * {@return one metric}
   *
   * @param name such as {@code rmse}
   * @throws IllegalArgumentException if it was not asked for; the message lists those that were
   */
  public double metric(String name) {
    Double value = metrics.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The metric '" + name + "' was not asked for; there are " + metrics.keySet());
    }
    return value;
  }
}
