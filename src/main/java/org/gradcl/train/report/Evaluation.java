package org.gradcl.train.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.tensor.HostTensor;

/**
 * The figures of a model on a data set. Sums are added in float64 in the order of the batches, so
 * that every sample counts alike, however the data was cut.
 *
 * @param samples in the data
 * @param loss by the trainer's loss and its reduction over all samples
 * @param metrics by name, in the order asked for
 * @param tables what some metrics have counted beside their figure, such as a confusion matrix, by
 *     the metric's name
 */
public record Evaluation(
    long samples, double loss, Map<String, Double> metrics, Map<String, HostTensor> tables) {
  /** Copies the maps and keeps their order. */
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
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

  /**
   * {@return the table of one metric}
   *
   * @param name such as {@code confusion}
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  public HostTensor table(String name) {
    HostTensor table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException(
          "No metric named '" + name + "' has a table; there are " + tables.keySet());
    }
    return table;
  }
}
