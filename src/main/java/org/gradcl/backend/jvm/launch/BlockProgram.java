package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import java.util.Set;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.BlockPass;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.expr.Tape.Instruction;

/**
 * A tape made ready to run over blocks: an instruction at a time over a block that stays in cache.
 * What is the same for all elements is computed once a launch, what is one number a row once a row,
 * and what is one number a column once for all blocks of the same columns.
 *
 * <p>One thread begins a launch, then several may run blocks, each with its own scratch.
 */
final class BlockProgram {
  private final Tape tape;
  private final Load[] loads;
  private final UniformProgram uniforms;
  private final Operator[] operators;
  private final int[][] inputs;
  private final int[] variables;
  private final Varies[] varies;

  /** For what is one number a row the register where it is repeated for each column, or −1. */
  private final int[] spreads;

  private final int registers;
  private final BlockPass[][] passes;
  private final RegisterPlan plan;
  private long launch;

  /**
   * A program.
   *
   * @param loads for each variable how it is read; null if it is uniform
   */
  BlockProgram(Tape tape, Load[] loads, Set<String> uniformVariables, Arithmetic arithmetic) {
    this.tape = tape;
    this.loads = loads;
    this.uniforms = new UniformProgram(tape, uniformVariables);
    int count = tape.instructions().size();
    operators = new Operator[count];
    inputs = new int[count][];
    variables = new int[count];
    varies = new Varies[count];
    passes = new BlockPass[count][];
    boolean[] lasting = new boolean[count];
    for (int i = 0; i < count; i++) {
      Instruction instruction = tape.instructions().get(i);
      operators[i] = instruction.operator();
      variables[i] = instruction.variable();
      inputs[i] = instruction.operands().stream().mapToInt(Integer::intValue).toArray();
      varies[i] = varies(i);
      lasting[i] = varies[i] == Varies.NOWHERE || varies[i] == Varies.BY_COLUMN;
      if (operators[i].arity() > 0) {
        passes[i] = arithmetic.passes(operators[i]);
      }
      if (operators[i] == Operator.UNIFORM || operators[i] == Operator.INDEX) {
        throw new IllegalArgumentException(operators[i] + " is an operand, not a part of " + tape);
      }
    }
    plan = new RegisterPlan(tape, neededByElements(), lasting);
    spreads = spreads(plan.count);
    registers = plan.count + (int) Arrays.stream(spreads).filter(spread -> spread >= 0).count();
  }

  private Varies varies(int i) {
    if (uniforms.isUniform(i)) {
      return Varies.NOWHERE;
    }
    if (operators[i] == Operator.VARIABLE) {
      return loads[variables[i]].varies();
    }
    Varies all = Varies.NOWHERE;
    for (int input : inputs[i]) {
      all = all.with(varies[input]);
    }
    return all;
  }

  /** Numbers registers for what is one number a row and read by elements, from one on. */
  private int[] spreads(int from) {
    boolean[] read = new boolean[operators.length];
    for (int i = 0; i < operators.length; i++) {
      for (int input : inputs[i]) {
        read[input] |= varies[i] == Varies.BY_ELEMENT;
      }
    }
    for (int output : tape.outputs()) {
      read[output] = true;
    }
    int[] numbers = new int[operators.length];
    int next = from;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = read[i] && varies[i] == Varies.BY_ROW ? next++ : -1;
    }
    return numbers;
  }

  /**
   * Uniform instructions need a register only where an element-wise one or an output reads them.
   */
  private boolean[] neededByElements() {
    boolean[] needed = new boolean[operators.length];
    for (int i = 0; i < operators.length; i++) {
      if (!uniforms.isUniform(i)) {
        needed[i] = true;
        for (int input : inputs[i]) {
          needed[input] = true;
        }
      }
    }
    for (int output : tape.outputs()) {
      needed[output] = true;
    }
    return needed;
  }

  /** Working memory for one thread. */
  BlockScratch scratch(int thread) {
    return new BlockScratch(thread, registers, operators.length);
  }

  /** The uniform part, whose variables are set before {@link #begin}. */
  UniformProgram uniforms() {
    return uniforms;
  }

  /** How much work an element is, roughly, in additions. */
  int cost() {
    int cost = 1;
    for (int i = 0; i < operators.length; i++) {
      if (!uniforms.isUniform(i)) {
        Load load = operators[i] == Operator.VARIABLE ? loads[variables[i]] : null;
        cost += load == null ? OperatorCost.of(operators[i]) : load.cost();
      }
    }
    return cost;
  }

  /** Begins a launch: uniform values are computed, what was read per column may have changed. */
  void begin() {
    uniforms.evaluate();
    launch++;
  }

  /** Computes all outputs for a block. */
  void run(ElementBlock block, BlockScratch scratch) {
    scratch.ofRows.beginRows(block);
    for (int i = 0; i < operators.length; i++) {
      int register = plan.registers[i];
      if (register < 0) {
        continue;
      }
      float[] out = scratch.registers[register];
      switch (varies[i]) {
        case NOWHERE -> fillUniform(i, scratch.fillings[i], out);
        case BY_ROW -> computeRows(i, block, out, scratch);
        case BY_COLUMN -> {
          if (!isFilled(scratch.fillings[i], block)) {
            compute(i, block, out, scratch);
          }
        }
        case BY_ELEMENT -> compute(i, block, out, scratch);
      }
    }
  }

  private void computeRows(int i, ElementBlock block, float[] out, BlockScratch scratch) {
    compute(i, scratch.ofRows, out, scratch);
    if (spreads[i] >= 0) {
      float[] spread = scratch.registers[spreads[i]];
      Loads.spread(out, 0, 1, spread, block);
    }
  }

  private void compute(int i, ElementBlock block, float[] out, BlockScratch scratch) {
    if (operators[i] == Operator.VARIABLE) {
      loads[variables[i]].load(block, out, scratch);
      return;
    }
    float[] a = operand(i, 0, scratch);
    float[] b = operand(i, 1, scratch);
    float[] c = operand(i, 2, scratch);
    for (BlockPass pass : passes[i]) {
      pass.run(a, b, c, out, block.size());
    }
  }

  private float[] operand(int i, int operand, BlockScratch scratch) {
    int[] from = inputs[i];
    return operand < from.length ? register(from[operand], varies[i], scratch) : null;
  }

  /** Where something that differs along some axes reads an instruction's value. */
  private float[] register(int i, Varies reader, BlockScratch scratch) {
    boolean spread = varies[i] == Varies.BY_ROW && reader == Varies.BY_ELEMENT;
    return scratch.registers[spread ? spreads[i] : plan.registers[i]];
  }

  private void fillUniform(int i, BlockScratch.Filling filling, float[] out) {
    float value = (float) uniforms.value(i);
    int bits = Float.floatToRawIntBits(value);
    if (filling.launch < 0 || filling.bits != bits) {
      Arrays.fill(out, value);
      filling.launch = launch;
      filling.bits = bits;
    }
  }

  /** Whether a register holds what belongs there; from now on it does. */
  private boolean isFilled(BlockScratch.Filling filling, ElementBlock block) {
    if (filling.launch == launch
        && filling.column == block.column
        && filling.columns == block.columns
        && filling.rows >= block.rows) {
      return true;
    }
    filling.launch = launch;
    filling.column = block.column;
    filling.columns = block.columns;
    filling.rows = block.rows;
    return false;
  }

  /** The register that holds an output after {@link #run}. */
  float[] output(int output, BlockScratch scratch) {
    return register(tape.outputs().get(output), Varies.BY_ELEMENT, scratch);
  }
}
