package org.gradcl.nn;

import java.util.List;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.Shape;

/**
 * The distribution of a parameter's first values: a scalar expression of a uniform or normal random
 * number and of the layer's number of inputs and outputs. Immutable.
 *
 * <p>Values are computed in float64 on the host and rounded once, so that they are the same on
 * every backend.
 *
 * @param description its text form, such as {@code he_normal}, which {@link Initializers#named}
 *     reads
 * @param formula over {@link #FAN_IN}, {@link #FAN_OUT} and one of {@link #UNIFORM} and {@link
 *     #NORMAL}
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
   * {@return the first values of a tensor} The number at a place depends on the stream and on the
   * place's row and column alone.
   *
   * @param stream the random numbers
   * @param shape of the tensor
   * @param fanIn the number of inputs of one unit
   * @param fanOut the number of units that read one input
   * @throws IllegalArgumentException if the formula has other variables than those, or both random
   *     numbers
   */
  public float[] draw(RandomStream stream, Shape shape, int fanIn, int fanOut) {
    Expr expression =
        formula.replace(FAN_IN, Expr.constant(fanIn)).replace(FAN_OUT, Expr.constant(fanOut));
    Tape tape = Tape.of(expression);
    Evaluator evaluator = new Evaluator(tape);
    boolean uniform = usesUniform(tape.variables());
    double[] variable = new double[tape.variables().size()];
    int columns = shape.columns();
    int[] index = new int[2];
    float[] values = new float[shape.elements()];
    for (int row = 0; row < shape.rows(); row++) {
      int offset = row * columns;
      if (uniform) {
        stream.uniforms(row, 0, values, offset, columns);
      }
      for (int column = 0; column < columns; column++) {
        if (variable.length > 0) {
          variable[0] = uniform ? 2.0 * values[offset + column] - 1 : stream.normal(row, column);
        }
        index[0] = row;
        index[1] = column;
        evaluator.evaluate(variable, index, null);
        values[offset + column] = (float) evaluator.output(0);
      }
    }
    return values;
  }

  /** Whether the one random number of a formula is uniform rather than normal. */
  private boolean usesUniform(List<String> variables) {
    boolean uniform = variables.equals(List.of(UNIFORM.name()));
    if (!uniform && !variables.isEmpty() && !variables.equals(List.of(NORMAL.name()))) {
      throw new IllegalArgumentException(
          "The initialiser '"
              + description
              + "' may use one random number, u or n, beside fanIn and fanOut; found "
              + variables);
    }
    return uniform;
  }

  @Override
  public String toString() {
    return description;
  }
}
