package org.gradcl.train.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one epoch brought.
 *
 * @param epoch its number in the run, from 1
 * @param step updates made by its end, since the model was new
 * @param samples trained in it
 * @param loss of the training data: each step's loss before its update, weighted by its samples
 * @param validationLoss after the epoch, if there is validation data
 * @param metrics of the validation data by name; empty if none were asked for
 * @param learningRate of the last step of the epoch, which a schedule may change at every step
 * @param seconds from the beginning of the run to the end of this epoch, validation included; a
 *     resumed run counts on from the time of its checkpoint
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

  /** Copies the map and keeps its order. */
  public EpochReport {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
