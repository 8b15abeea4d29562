package org.gradcl.reference;

import java.util.Map;
import org.gradcl.graph.StepGraph;

/**
 * The derivative of a step's loss by central differences in float64, (L(w + h) − L(w − h)) / 2h: a
 * gradient that owes nothing to the rules it checks.
 *
 * <p>With h = 1e-5 · max(1, |w|) truncation and rounding both stay near 1e-10 for losses of about
 * 1. Within h of a kink the answer is of neither side.
 */
public final class NumericDerivative {
  private static final double STEP = 1e-5;

  private final Interpreter interpreter;

  /** Derivatives of a training step's loss. */
  public NumericDerivative(StepGraph step) {
    this.interpreter = new Interpreter(step);
  }

  /**
   * The derivative by every element of a parameter. It costs two forward passes for each.
   *
   * @param inputs the batch, by name
   * @param parameter its name, such as {@code layer.0.weight}
   * @throws IllegalArgumentException if there is no such parameter
   */
  public double[] of(Map<String, double[]> inputs, ReferenceState state, String parameter) {
    double[] values = state.tensor(parameter);
    double[] derivative = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      derivative[i] = at(inputs, state, parameter, i);
    }
    return derivative;
  }

  /** The derivative by one element of a parameter. */
  public double at(Map<String, double[]> inputs, ReferenceState state, String parameter, int i) {
    double[] moved = state.tensor(parameter).clone();
    double centre = moved[i];
    double h = STEP * Math.max(1, Math.abs(centre));
    moved[i] = centre + h;
    double above = interpreter.loss(inputs, state.with(parameter, moved));
    double plus = moved[i];
    moved[i] = centre - h;
    double below = interpreter.loss(inputs, state.with(parameter, moved));
    // Divided by the distance really travelled, which rounding may have changed.
    return (above - below) / (plus - moved[i]);
  }
}
