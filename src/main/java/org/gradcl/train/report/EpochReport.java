package org.gradcl.train.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of one epoch, or of its part so far where a validation or the end of the fit lies
 * within it.
 *
 * @param epoch its number in the run, from 1
 * @param step updates made by then, since the model was new
 * @param samples trained in it
 * @param loss of the training data: each step's loss before its update, weighted by its samples
 * @param validationLoss at that step, if there was a validation
 * @param metrics of the validation data by name; empty if none were asked for
 * @param learningRate of the last step, which a schedule may change at every step
 * @param seconds from the beginning of the run to that step, validation included; a resumed run
 *     continues from the time of its checkpoint
 */
public record EpochReport(
    int epoch,
    long step,
    long samples,
    double loss,
    OptionalDouble validationLoss,
    Map<String, Double> metrics,
    float learningRate,
    double seconds) {
  /** The name of the training loss among the figures. */
  public static final String LOSS = "loss";

  /** The name of the validation loss among the figures. */
  public static final String VALIDATION_LOSS = "validationLoss";

  /** Copies the map and keeps its order. */
  public EpochReport {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * {@return the names of the figures: loss, validationLoss and the metrics, as far as they exist}
   */
  public List<String> figures() {
    List<String> names = new ArrayList<>(List.of(LOSS));
    validationLoss.ifPresent(loss -> names.add(VALIDATION_LOSS));
    names.addAll(metrics.keySet());
    return names;
  }

  /**
   * {@return a figure by its name}
   *
   * @param name {@value #LOSS}, {@value #VALIDATION_LOSS} or that of a metric
   * @throws IllegalArgumentException if there is none of that name; the message lists those that
   *     there are
   */
  public double figure(String name) {
    if (name.equals(LOSS)) {
      return loss;
    }
    if (name.equals(VALIDATION_LOSS) && validationLoss.isPresent()) {
      return validationLoss.getAsDouble();
    }
    Double metric = metrics.get(name);
    if (metric == null) {
      throw new IllegalArgumentException(
          "The epoch has no figure '" + name + "'; there are " + figures());
    }
    return metric;
  }
}
