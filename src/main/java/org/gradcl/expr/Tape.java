package org.gradcl.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Expressions in linear form, for engines: one instruction a node, operands before their users,
 * common parts shared.
 *
 * @param variables names of the variables, in the order in which {@link Instruction#variable}
 *     counts
 * @param instructions in an order in which they can be executed
 * @param outputs for each expression the index of the instruction that yields it
 */
public record Tape(List<String> variables, List<Instruction> instructions, List<Integer> outputs) {

  /**
   * One step of a tape.
   *
   * @param operator what is computed
   * @param operands indices of earlier instructions, as many as the operator's arity
   * @param value the number of a {@link Operator#CONSTANT}, the operation's number of a {@link
   *     Operator#UNIFORM}, the axis of an {@link Operator#INDEX}, else 0
   * @param variable the index of a {@link Operator#VARIABLE} in {@link Tape#variables}, else −1
   */
  public record Instruction(Operator operator, List<Integer> operands, double value, int variable) {
    /** Copies the list. */
    public Instruction {
      operands = List.copyOf(operands);
    }
  }

  /** Copies the lists, so that a tape is immutable. */
  public Tape {
    variables = List.copyOf(variables);
    instructions = List.copyOf(instructions);
    outputs = List.copyOf(outputs);
  }

  /** The tape of some expressions; its variables are those that occur, in order of first use. */
  public static Tape of(List<Expr> expressions) {
    Map<String, Integer> variables = new LinkedHashMap<>();
    List<Instruction> instructions = new ArrayList<>();
    Map<Expr, Integer> places = new HashMap<>();
    List<Integer> outputs = new ArrayList<>();
    for (Expr expression : expressions) {
      outputs.add(append(expression, variables, instructions, places));
    }
    return new Tape(List.copyOf(variables.keySet()), instructions, outputs);
  }

  /** The tape of one or more expressions. */
  public static Tape of(Expr... expressions) {
    return of(List.of(expressions));
  }

  private static int append(
      Expr e, Map<String, Integer> variables, List<Instruction> tape, Map<Expr, Integer> places) {
    Integer known = places.get(e);
    if (known != null) {
      return known;
    }
    List<Integer> operands = new ArrayList<>();
    for (Expr operand : e.operands()) {
      operands.add(append(operand, variables, tape, places));
    }
    int variable = -1;
    if (e.operator() == Operator.VARIABLE) {
      variable = variables.computeIfAbsent(e.name(), name -> variables.size());
    }
    tape.add(new Instruction(e.operator(), operands, e.value(), variable));
    places.put(e, tape.size() - 1);
    return tape.size() - 1;
  }

  /** One tape with the outputs of several, in order; what they have in common is computed once. */
  public static Tape joined(List<Tape> tapes) {
    Map<String, Integer> variables = new LinkedHashMap<>();
    Map<Instruction, Integer> places = new LinkedHashMap<>();
    List<Integer> outputs = new ArrayList<>();
    for (Tape tape : tapes) {
      int[] moved = new int[tape.instructions.size()];
      for (int i = 0; i < moved.length; i++) {
        Instruction old = tape.instructions.get(i);
        List<Integer> operands = old.operands.stream().map(operand -> moved[operand]).toList();
        int variable = -1;
        if (old.operator == Operator.VARIABLE) {
          String name = tape.variables.get(old.variable);
          variable = variables.computeIfAbsent(name, n -> variables.size());
        }
        Instruction instruction = new Instruction(old.operator, operands, old.value, variable);
        moved[i] = places.computeIfAbsent(instruction, each -> places.size());
      }
      tape.outputs.forEach(output -> outputs.add(moved[output]));
    }
    return new Tape(List.copyOf(variables.keySet()), List.copyOf(places.keySet()), outputs);
  }

  /**
   * For each instruction whether its value is the same for every element of a launch: it depends on
   * constants and on the given variables only.
   */
  public boolean[] uniform(Set<String> uniformVariables) {
    boolean[] uniform = new boolean[instructions.size()];
    for (int i = 0; i < uniform.length; i++) {
      Instruction instruction = instructions.get(i);
      switch (instruction.operator()) {
        case CONSTANT -> uniform[i] = true;
        case VARIABLE ->
            uniform[i] = uniformVariables.contains(variables.get(instruction.variable()));
        case INDEX, UNIFORM -> uniform[i] = false;
        default ->
            uniform[i] = instruction.operands().stream().allMatch(operand -> uniform[operand]);
      }
    }
    return uniform;
  }
}
