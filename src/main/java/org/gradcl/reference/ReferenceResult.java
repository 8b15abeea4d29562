package org.gradcl.reference;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one step yields, in float64.
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
    ReferenceState state) {}
