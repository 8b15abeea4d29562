package org.gradcl.reference;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.gradcl.graph.StepGraph;

/**
 * The derivative of a step's loss by central differences in float64, (L(w + h) − L(w − h)) / 2h: a
 * gradient that owes nothing to the rules it checks. Source: Abramowitz and Stegun, Handbook of
 * Mathematical Functions, 25.3.21.
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
    return of(
        w -> {
          moved[i] = w;
          return interpreter.loss(inputs, state.with(parameter, moved));
        },
        moved[i]);
  }

  /**
   * {@return the derivative of a function of one number}
   *
   * @param function float64, smooth about {@code w}
   * @param w where it is taken
   */
  public static double of(DoubleUnaryOperator function, double w) {
    double h = STEP * Math.max(1, Math.abs(w));
    double plus = w + h;
    double minus = w - h;
    // Divided by the distance really travelled, which rounding may have changed.
    return (function.applyAsDouble(plus) - function.applyAsDouble(minus)) / (plus - minus);
  }
}
