package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.expr.Tape.Instruction;

/**
 * Prints a tape as OpenCL C: what is the same for every element as statements over {@code float},
 * executed once by a work-item, the rest as statements over the type {@code T} of a macro, {@code
 * float} or {@code VECTOR}.
 *
 * <p>Instruction i is named {@code <prefix>i}; constants and conditions are written where they are
 * used.
 */
final class TapePrinter {
  private final Tape tape;
  private final String prefix;
  private final Map<String, String> variables;
  private final boolean[] uniform;
  private final List<String> uniformStatements = new ArrayList<>();
  private final List<String> elementStatements = new ArrayList<>();

  /**
   * Prints a tape.
   *
   * @param prefix of the names of this tape's instructions
   * @param uniformVariables names in C of the variables that are the same for every element, by
   *     variable
   * @param elementVariables names in C of the variables that have a value an element, by variable
   */
  TapePrinter(
      Tape tape,
      String prefix,
      Map<String, String> uniformVariables,
      Map<String, String> elementVariables) {
    this.tape = tape;
    this.prefix = prefix;
    this.variables = new HashMap<>(uniformVariables);
    variables.putAll(elementVariables);
    this.uniform = tape.uniform(uniformVariables.keySet());
    for (int i = 0; i < uniform.length; i++) {
      print(i);
    }
  }

  /** The statements that are executed once. */
  List<String> uniformStatements() {
    return uniformStatements;
  }

  /** The statements for an element. */
  List<String> elementStatements() {
    return elementStatements;
  }

  /** The value of the tape's i-th output, as an expression of type {@code T}. */
  String output(int i) {
    return operand(tape.outputs().get(i), false);
  }

  /** The value of the tape's i-th output, which must be uniform, as a {@code float}. */
  String uniformOutput(int i) {
    int place = tape.outputs().get(i);
    if (!uniform[place]) {
      throw new IllegalArgumentException("Output " + i + " of " + tape + " varies by element");
    }
    return operand(place, true);
  }

  private void print(int i) {
    Instruction instruction = tape.instructions().get(i);
    Operator operator = instruction.operator();
    if (operator == Operator.CONSTANT || operator == Operator.VARIABLE || operator.isCondition()) {
      return;
    }
    String type = uniform[i] ? "float" : "T";
    String statement =
        "const " + type + " " + prefix + i + " = " + formula(instruction, uniform[i], type) + ";";
    (uniform[i] ? uniformStatements : elementStatements).add(statement);
  }

  /** The value of an instruction where a uniform ({@code float}) or element value is wanted. */
  private String operand(int i, boolean wantsUniform) {
    Instruction instruction = tape.instructions().get(i);
    String name;
    if (instruction.operator() == Operator.CONSTANT) {
      name = literal(instruction.value());
    } else if (instruction.operator() == Operator.VARIABLE) {
      name = variables.get(tape.variables().get(instruction.variable()));
    } else {
      name = prefix + i;
    }
    return uniform[i] && !wantsUniform ? "(T)(" + name + ")" : name;
  }

  private String formula(Instruction instruction, boolean wantsUniform, String type) {
    List<Integer> places = instruction.operands();
    String a = places.isEmpty() ? "" : operandOrCondition(places.get(0), wantsUniform);
    String b = places.size() < 2 ? "" : operand(places.get(1), wantsUniform);
    String c = places.size() < 3 ? "" : operand(places.get(2), wantsUniform);
    return switch (instruction.operator()) {
      case ADD -> a + " + " + b;
      case SUBTRACT -> a + " - " + b;
      case MULTIPLY -> a + " * " + b;
      case DIVIDE -> a + " / " + b;
      case NEGATE -> "-" + a;
      case ABSOLUTE -> "fabs(" + a + ")";
      case SIGN -> "SIGN(" + a + ")";
      case MINIMUM -> "MINIMUM(" + a + ", " + b + ")";
      case MAXIMUM -> "MAXIMUM(" + a + ", " + b + ")";
      case SQUARE -> "SQUARE(" + a + ")";
      case SQRT -> "sqrt(" + a + ")";
      case EXP -> "exp(" + a + ")";
      case EXPM1 -> "expm1(" + a + ")";
      case LOG -> "log(" + a + ")";
      case LOG1P -> "log1p(" + a + ")";
      case TANH -> "tanh(" + a + ")";
      case SIGMOID -> "SIGMOID(" + a + ")";
      case SOFTPLUS -> "SOFTPLUS(" + type + ", " + a + ")";
      case ERF -> "erf(" + a + ")";
      case COS -> "cos(" + a + ")";
      case FLOOR -> "floor(" + a + ")";
      case SELECT -> "(" + a + ") ? " + b + " : " + c;
      case INDEX, UNIFORM ->
          throw new IllegalArgumentException(
              instruction.operator() + " is an operand, not a part of " + tape);
      case CONSTANT, VARIABLE, GREATER, EQUAL ->
          throw new IllegalArgumentException(
              instruction.operator() + " is written where it is used");
    };
  }

  private String operandOrCondition(int i, boolean wantsUniform) {
    Instruction instruction = tape.instructions().get(i);
    if (!instruction.operator().isCondition()) {
      return operand(i, wantsUniform);
    }
    String a = operand(instruction.operands().get(0), wantsUniform);
    String b = operand(instruction.operands().get(1), wantsUniform);
    return a + (instruction.operator() == Operator.GREATER ? " > " : " == ") + b;
  }

  /** A float literal of OpenCL C. */
  static String literal(double value) {
    float rounded = (float) value;
    if (Float.isNaN(rounded)) {
      return "NAN";
    }
    if (Float.isInfinite(rounded)) {
      return rounded > 0 ? "INFINITY" : "(-INFINITY)";
    }
    String text = rounded + "f";
    return text.startsWith("-") ? "(" + text + ")" : text;
  }
}
