package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.expr.Operator;
import org.gradcl.expr.ScalarFunctions;
import org.gradcl.expr.Tape;
import org.gradcl.expr.Tape.Instruction;
import org.gradcl.random.Philox;
import org.gradcl.random.Purpose;

/**
 * A tape made ready to run over blocks of floats. What is the same for all elements is computed
 * once a launch, in float64; the rest an instruction at a time over a block that stays in cache.
 *
 * <p>Immutable but for the uniform values, which one thread sets before others run blocks.
 */
final class BlockProgram {
  /** Elements of a block: long enough to pay for the interpretation, short enough for the cache. */
  static final int BLOCK = 512;

  /** How a variable of the tape is read. */
  enum Reading {
    /** From memory, an element each: also a row vector. */
    ELEMENTS,
    /** One number a row. */
    ROW,
    /** One number a launch. */
    UNIFORM
  }

  private final Tape tape;
  private final BlockArithmetic arithmetic;
  private final Reading[] readings;
  private final boolean[] uniform;
  private final double[] uniformValues;
  private final int[] registers;
  private final int registerCount;
  private final int[][] operands;
  private final Operator[] operators;

  BlockProgram(Tape tape, List<Reading> readings, BlockArithmetic arithmetic) {
    this.tape = tape;
    this.arithmetic = arithmetic;
    this.readings = readings.toArray(new Reading[0]);
    Set<String> uniformNames = new HashSet<>();
    for (int v = 0; v < readings.size(); v++) {
      if (readings.get(v) == Reading.UNIFORM) {
        uniformNames.add(tape.variables().get(v));
      }
    }
    int count = tape.instructions().size();
    this.uniform = tape.uniform(uniformNames);
    this.uniformValues = new double[count];
    this.operators = new Operator[count];
    this.operands = new int[count][];
    for (int i = 0; i < count; i++) {
      Instruction instruction = tape.instructions().get(i);
      operators[i] = instruction.operator();
      operands[i] = instruction.operands().stream().mapToInt(Integer::intValue).toArray();
    }
    this.registers = new int[count];
    this.registerCount = allocate();
  }

  /** Gives each instruction that needs one a register; registers of dead results are used again. */
  private int allocate() {
    int count = operators.length;
    int[] lastUse = new int[count];
    Arrays.fill(lastUse, -1);
    for (int i = 0; i < count; i++) {
      for (int operand : operands[i]) {
        lastUse[operand] = i;
      }
    }
    tape.outputs().forEach(output -> lastUse[output] = count);
    int[] freeAfter = new int[count];
    int used = 0;
    for (int i = 0; i < count; i++) {
      registers[i] = -1;
      if (lastUse[i] < 0 || readsElements(i)) {
        continue;
      }
      boolean lasting = uniform[i];
      int found = -1;
      for (int r = 0; r < used && !lasting && found < 0; r++) {
        if (freeAfter[r] <= i) {
          found = r;
        }
      }
      if (found < 0) {
        found = used++;
      }
      registers[i] = found;
      freeAfter[found] = lasting ? Integer.MAX_VALUE : lastUse[i];
    }
    return used;
  }

  private boolean readsElements(int i) {
    return operators[i] == Operator.VARIABLE && reading(i) == Reading.ELEMENTS;
  }

  private Reading reading(int i) {
    return readings[tape.instructions().get(i).variable()];
  }

  /** Working memory for one thread. */
  BlockScratch scratch() {
    return new BlockScratch(readings.length, registerCount, operators.length);
  }

  /** The names of the variables, in the order in which {@link BlockScratch} counts them. */
  List<String> variables() {
    return tape.variables();
  }

  /** Whether the program draws random numbers. */
  boolean draws() {
    return Arrays.asList(operators).contains(Operator.UNIFORM);
  }

  /** Whether an output is nothing but a variable. */
  boolean isVariable(int output, String name) {
    Instruction instruction = tape.instructions().get(tape.outputs().get(output));
    return instruction.operator() == Operator.VARIABLE
        && tape.variables().get(instruction.variable()).equals(name);
  }

  /** Whether the program depends on the place of an element, other than by what it reads. */
  boolean dependsOnPlace() {
    return draws() || Arrays.asList(operators).contains(Operator.COLUMN);
  }

  /**
   * Computes what is the same for all elements.
   *
   * @param values of the uniform variables, by variable; others are not read
   */
  void evaluateUniforms(double[] values) {
    for (int i = 0; i < operators.length; i++) {
      if (uniform[i]) {
        uniformValues[i] = uniformValue(i, values);
      }
    }
  }

  private double uniformValue(int i, double[] values) {
    Instruction instruction = tape.instructions().get(i);
    int[] inputs = operands[i];
    switch (inputs.length) {
      case 0:
        return operators[i] == Operator.CONSTANT
            ? instruction.value()
            : values[instruction.variable()];
      case 1:
        return ScalarFunctions.apply(operators[i], uniformValues[inputs[0]]);
      case 2:
        return ScalarFunctions.apply(
            operators[i], uniformValues[inputs[0]], uniformValues[inputs[1]]);
      default:
        return uniformValues[inputs[0]] != 0 ? uniformValues[inputs[1]] : uniformValues[inputs[2]];
    }
  }

  /** The value of an output that is the same for all elements. */
  double uniformOutput(int output) {
    return uniformValues[tape.outputs().get(output)];
  }

  /** Whether an output is the same for all elements. */
  boolean isUniform(int output) {
    return uniform[tape.outputs().get(output)];
  }

  /**
   * Runs a block of a segment.
   *
   * @param start the block's first element within the segment
   * @param count at most {@link #BLOCK}
   * @param column the column of the segment's first element
   * @param row the row of the segment
   * @param step the record whose key and step random numbers are drawn with
   */
  void block(BlockScratch scratch, int start, int count, int column, int row, StepRecord step) {
    for (int i = 0; i < operators.length; i++) {
      int register = registers[i];
      if (register >= 0) {
        float[] out = scratch.registers[register];
        if (uniform[i]) {
          fillUniform(scratch, i, out);
        } else {
          instruction(scratch, i, out, start, count, column, row, step);
        }
      }
    }
  }

  private void fillUniform(BlockScratch scratch, int i, float[] out) {
    float value = (float) uniformValues[i];
    int bits = Float.floatToRawIntBits(value);
    if (!scratch.everFilled[i] || scratch.filled[i] != bits) {
      Arrays.fill(out, value);
      scratch.everFilled[i] = true;
      scratch.filled[i] = bits;
    }
  }

  private void instruction(
      BlockScratch scratch,
      int i,
      float[] out,
      int start,
      int count,
      int column,
      int row,
      StepRecord step) {
    int[] inputs = operands[i];
    switch (operators[i]) {
      case VARIABLE:
        Arrays.fill(out, 0, count, scratch.rowValues[tape.instructions().get(i).variable()]);
        break;
      case COLUMN:
        for (int j = 0; j < count; j++) {
          out[j] = column + start + j;
        }
        break;
      case UNIFORM:
        int operation = (int) tape.instructions().get(i).value();
        Philox.uniforms(
            step.key0,
            step.key1,
            Philox.purposeAndOperation(Purpose.DROPOUT, operation),
            step.step,
            row,
            column + start,
            out,
            0,
            count);
        break;
      case SELECT:
        arithmetic.select(
            array(scratch, inputs[0]),
            offset(scratch, inputs[0], start),
            array(scratch, inputs[1]),
            offset(scratch, inputs[1], start),
            array(scratch, inputs[2]),
            offset(scratch, inputs[2], start),
            out,
            0,
            count);
        break;
      default:
        if (inputs.length == 1) {
          arithmetic.unary(
              operators[i],
              array(scratch, inputs[0]),
              offset(scratch, inputs[0], start),
              out,
              0,
              count);
        } else {
          arithmetic.binary(
              operators[i],
              array(scratch, inputs[0]),
              offset(scratch, inputs[0], start),
              array(scratch, inputs[1]),
              offset(scratch, inputs[1], start),
              out,
              0,
              count);
        }
    }
  }

  private float[] array(BlockScratch scratch, int i) {
    return registers[i] >= 0
        ? scratch.registers[registers[i]]
        : scratch.arrays[tape.instructions().get(i).variable()];
  }

  private int offset(BlockScratch scratch, int i, int start) {
    return registers[i] >= 0 ? 0 : scratch.offsets[tape.instructions().get(i).variable()] + start;
  }

  /** The array that holds an output's block. */
  float[] outputArray(BlockScratch scratch, int output) {
    return array(scratch, tape.outputs().get(output));
  }

  /** Where an output's block begins in its array. */
  int outputOffset(BlockScratch scratch, int output, int start) {
    return offset(scratch, tape.outputs().get(output), start);
  }
}
