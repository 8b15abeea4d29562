package org.gradcl.expr;

import org.gradcl.expr.Tape.Instruction;

/**
 * Evaluates a {@link Tape} in float64, one element at a time: the reference that engines are
 * checked against. One thread at a time.
 */
public final class Evaluator {
  /** The source of a tape's random numbers for the element that is evaluated. */
  public interface UniformSource {
    /** The uniform number in [0, 1) of an operation at the current element. */
    double uniform(int operation);
  }

  private static final int[] NO_INDEX = {};

  private final Tape tape;
  private final double[] results;
  private final double[][] operands;

  /** An evaluator of a tape. */
  public Evaluator(Tape tape) {
    this.tape = tape;
    this.results = new double[tape.instructions().size()];
    this.operands = new double[results.length][];
    for (int i = 0; i < results.length; i++) {
      operands[i] = new double[tape.instructions().get(i).operands().size()];
    }
  }

  /**
   * Evaluates every instruction for one element; {@link #output} then yields the results.
   *
   * @param variables a value for each of the tape's variables, in its order
   * @param index the element's index along each axis of the domain
   * @param uniforms the random numbers of the element, null if the tape draws none
   */
  public void evaluate(double[] variables, int[] index, UniformSource uniforms) {
    for (int i = 0; i < results.length; i++) {
      Instruction instruction = tape.instructions().get(i);
      switch (instruction.operator()) {
        case CONSTANT -> results[i] = instruction.value();
        case VARIABLE -> results[i] = variables[instruction.variable()];
        case INDEX -> results[i] = index[(int) instruction.value()];
        case UNIFORM -> results[i] = uniforms.uniform((int) instruction.value());
        default -> {
          for (int j = 0; j < operands[i].length; j++) {
            operands[i][j] = results[instruction.operands().get(j)];
          }
          results[i] = ScalarFunctions.apply(instruction.operator(), operands[i]);
        }
      }
    }
  }

  /**
   * Evaluates every instruction of a tape that reads no index and draws no random number.
   *
   * @param variables a value for each of the tape's variables, in its order
   */
  public void evaluate(double[] variables) {
    evaluate(variables, NO_INDEX, null);
  }

  /** The value of the tape's i-th output after {@link #evaluate}. */
  public double output(int i) {
    return results[tape.outputs().get(i)];
  }

  /** The value of an expression of no variables but those given in order of their first use. */
  public static double evaluate(Expr expression, double... variables) {
    Evaluator evaluator = new Evaluator(Tape.of(expression));
    evaluator.evaluate(variables);
    return evaluator.output(0);
  }
}
