package org.gradcl.nn;

import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.Shape;

/**
 * How a parameter's first values are drawn: a scalar expression of a uniform or normal random
 * number and of the layer's number of inputs and outputs. Immutable.
 *
 * <p>Values are computed in float64 on the host and rounded once, so that they are the same on
 * every backend.
 *
 * @param description its text form, such as {@code he_normal}, which {@link Initializers#named}
 *     reads
 * @param formula over {@link #UNIFORM}, {@link #NORMAL}, {@link #FAN_IN} and {@link #FAN_OUT}
 */
public record Initializer(String description, Expr formula) {
  /** A random number, uniform in [−1, 1). */
  public static final Expr UNIFORM = Expr.variable("u");

  /** A random number, normal with mean 0 and deviation 1. */
  public static final Expr NORMAL = Expr.variable("n");

  /** The number of inputs of one unit of the layer. */
  public static final Expr FAN_IN = Expr.variable("fanIn");

  /** The number of units that read one input of the layer. */
  public static final Expr FAN_OUT = Expr.variable("fanOut");

  /**
   * The first values of a tensor. The number at a place depends on the stream and on the place's
   * row and column alone.
   */
  public float[] draw(RandomStream stream, Shape shape, int fanIn, int fanOut) {
    Expr expression =
        formula.replace(FAN_IN, Expr.constant(fanIn)).replace(FAN_OUT, Expr.constant(fanOut));
    Tape tape = Tape.of(expression);
    Evaluator evaluator = new Evaluator(tape);
    double[] variables = new double[tape.variables().size()];
    int columns = shape.columns();
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < variables.length; j++) {
        variables[j] = variable(tape.variables().get(j), stream, i / columns, i % columns);
      }
      evaluator.evaluate(variables, i % columns, null);
      values[i] = (float) evaluator.output(0);
    }
    return values;
  }

  private double variable(String name, RandomStream stream, int row, int column) {
    if (name.equals(UNIFORM.name())) {
      return 2.0 * stream.uniform(row, column) - 1;
    }
    if (name.equals(NORMAL.name())) {
      return stream.normal(row, column);
    }
    throw new IllegalArgumentException(
        "The initialiser '" + description + "' knows u, n, fanIn and fanOut, found " + name);
  }

  @Override
  public String toString() {
    return description;
  }
}
