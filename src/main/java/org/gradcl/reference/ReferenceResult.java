package org.gradcl.reference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The results of one step, in float64.
 *
 * @param outputs named outputs
 * @param loss of a training step
 * @param gradients of a training step by the parameter's name, before clipping
 * @param clipScale what gradients were multiplied with, 1 without clipping
 * @param state after the step; for inference the one before
 */
public record ReferenceResult(
    Map<String, double[]> outputs,
    OptionalDouble loss,
    Map<String, double[]> gradients,
    double clipScale,
    ReferenceState state) {

  /** Copies the maps and keeps their order, not the arrays. */
  public ReferenceResult {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
  }
}
