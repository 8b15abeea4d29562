package org.gradcl.backend.jvm.launch;

import java.util.Set;
import org.gradcl.expr.Operator;
import org.gradcl.expr.ScalarFunctions;
import org.gradcl.expr.Tape;
import org.gradcl.expr.Tape.Instruction;

/**
 * The part of a tape that is the same for all elements of a launch: computed once a launch, in
 * float64, without allocation. One thread sets the variables and evaluates; many read.
 */
final class UniformProgram {
  private final Operator[] operators;
  private final int[][] inputs;
  private final int[] variables;
  private final boolean[] uniform;
  private final double[] values;
  private final double[][] operands;
  private final double[] variableValues;

  /** The uniform part of a tape whose variables of the given names are uniform. */
  UniformProgram(Tape tape, Set<String> uniformVariables) {
    int count = tape.instructions().size();
    uniform = tape.uniform(uniformVariables);
    operators = new Operator[count];
    inputs = new int[count][];
    variables = new int[count];
    values = new double[count];
    operands = new double[count][];
    variableValues = new double[tape.variables().size()];
    for (int i = 0; i < count; i++) {
      Instruction instruction = tape.instructions().get(i);
      operators[i] = instruction.operator();
      inputs[i] = instruction.operands().stream().mapToInt(Integer::intValue).toArray();
      variables[i] = instruction.variable();
      operands[i] = new double[inputs[i].length];
      if (operators[i] == Operator.CONSTANT) {
        values[i] = instruction.value();
      }
    }
  }

  /** Sets a variable of the tape, by its number. */
  void set(int variable, double value) {
    variableValues[variable] = value;
  }

  /** Computes all uniform instructions. */
  void evaluate() {
    for (int i = 0; i < operators.length; i++) {
      if (uniform[i] && operators[i] == Operator.VARIABLE) {
        values[i] = variableValues[variables[i]];
      } else if (uniform[i] && operators[i] != Operator.CONSTANT) {
        for (int j = 0; j < inputs[i].length; j++) {
          operands[i][j] = values[inputs[i][j]];
        }
        values[i] = ScalarFunctions.apply(operators[i], operands[i]);
      }
    }
  }

  /** Whether an instruction is the same for all elements. */
  boolean isUniform(int instruction) {
    return uniform[instruction];
  }

  /** For each instruction whether it is the same for all elements; not to be changed. */
  boolean[] uniform() {
    return uniform;
  }

  /** The value of a uniform instruction. */
  double value(int instruction) {
    return values[instruction];
  }
}
