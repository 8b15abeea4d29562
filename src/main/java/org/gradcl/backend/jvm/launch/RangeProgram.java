package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.backend.jvm.arithmetic.RangePass;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;

/**
 * A tape over elements that follow each other in memory: variables are read and outputs are written
 * where they lie, since copying them into blocks and back takes longer than computing. Only what
 * passes leave for each other is in blocks.
 *
 * <p>One thread begins a launch, then several may run parts of it.
 */
final class RangeProgram {
  /** Where a value is: in memory from some element on, or, without a region, in a block. */
  private record Slot(Region region, int at) {}

  /** A pass with its operands; what is not there is its first operand once more. */
  private record Step(RangePass pass, Slot a, Slot b, Slot c, Slot out) {}

  /** An output that could not be computed where it belongs. */
  private record Copy(Slot from, Slot to) {}

  private final Memory memory;
  private final UniformProgram uniforms;
  private final List<Step> steps = new ArrayList<>();
  private final List<Copy> copies = new ArrayList<>();
  private final int[] uniformBlocks;
  private final float[][][] blocks;
  private final int[][] filledBits;

  /**
   * The program, where the arithmetic has it.
   *
   * @param tape whose variables and outputs are those of the places
   * @param variables for each of the tape's variables its place, from the first element on; null if
   *     it is the same for all
   * @param outputs for each of the tape's outputs its place
   * @param uniforms the tape's uniform part, evaluated before a run
   */
  static Optional<RangeProgram> of(
      Tape tape,
      Place[] variables,
      Place[] outputs,
      UniformProgram uniforms,
      RunnerContext context) {
    List<RangeTape.Step> steps = RangeTape.steps(tape, uniforms.uniform(), context.arithmetic());
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(new RangeProgram(tape, steps, variables, outputs, uniforms, context));
  }

  private RangeProgram(
      Tape tape,
      List<RangeTape.Step> tapeSteps,
      Place[] variables,
      Place[] outputs,
      UniformProgram uniforms,
      RunnerContext context) {
    this.memory = context.memory();
    this.uniforms = uniforms;
    int count = tape.instructions().size();
    Slot[] slots = new Slot[count];
    int[] lastReads = new int[count];
    for (int s = 0; s < tapeSteps.size(); s++) {
      for (int operand : tapeSteps.get(s).operands()) {
        lastReads[operand] = s;
      }
    }
    uniformBlocks = new int[count];
    Arrays.fill(uniformBlocks, -1);
    int blockCount = 0;
    for (int i = 0; i < count; i++) {
      if (tape.instructions().get(i).operator() == Operator.VARIABLE && !uniforms.isUniform(i)) {
        slots[i] = slot(variables[tape.instructions().get(i).variable()]);
      } else if (uniforms.isUniform(i) && isRead(i, tapeSteps)) {
        uniformBlocks[i] = blockCount;
        slots[i] = new Slot(null, blockCount++);
      }
    }
    Map<Integer, Integer> freeAfter = new HashMap<>();
    for (int s = 0; s < tapeSteps.size(); s++) {
      RangeTape.Step step = tapeSteps.get(s);
      int result = step.result();
      int output = tape.outputs().indexOf(result);
      Slot target = output < 0 ? null : slot(outputs[output]);
      boolean inPlace = target != null && !isReadAfter(s, target, tapeSteps, slots);
      if (inPlace) {
        slots[result] = target;
      } else {
        int block = firstFree(freeAfter, blockCount, s);
        blockCount = Math.max(blockCount, block + 1);
        freeAfter.put(block, target == null ? lastReads[result] : Integer.MAX_VALUE);
        slots[result] = new Slot(null, block);
      }
      List<Slot> operands = step.operands().stream().map(operand -> slots[operand]).toList();
      steps.add(
          new Step(
              step.pass(),
              operands.get(0),
              operands.get(operands.size() > 1 ? 1 : 0),
              operands.get(operands.size() > 2 ? 2 : 0),
              slots[result]));
      if (target != null && !inPlace) {
        copies.add(new Copy(slots[result], target));
      }
    }
    blocks = new float[context.team().threads()][blockCount][ElementBlock.ELEMENTS];
    filledBits = new int[blocks.length][count];
  }

  private static Slot slot(Place place) {
    return new Slot(place.region(), place.base());
  }

  private static boolean isRead(int instruction, List<RangeTape.Step> steps) {
    return steps.stream().anyMatch(step -> step.operands().contains(instruction));
  }

  /** Whether a later step reads the old content of a place. */
  private static boolean isReadAfter(int s, Slot place, List<RangeTape.Step> steps, Slot[] slots) {
    return steps.subList(s + 1, steps.size()).stream()
        .flatMap(step -> step.operands().stream())
        .anyMatch(operand -> place.equals(slots[operand]));
  }

  /** A block that no step from this one on reads; not one of the uniform ones. */
  private static int firstFree(Map<Integer, Integer> freeAfter, int blockCount, int step) {
    return freeAfter.entrySet().stream()
        .filter(entry -> entry.getValue() < step)
        .mapToInt(Map.Entry::getKey)
        .min()
        .orElse(blockCount);
  }

  /**
   * Computes elements and stores them.
   *
   * @param from the first
   * @param count how many: a multiple of {@code Arithmetic.GRAIN}, at most {@code
   *     ElementBlock.ELEMENTS}
   */
  void run(int from, int count, int thread) {
    float[][] own = blocks[thread];
    fillUniforms(own, filledBits[thread]);
    for (int s = 0; s < steps.size(); s++) {
      Step step = steps.get(s);
      step.pass.run(
          array(step.a, own),
          at(step.a, from),
          array(step.b, own),
          at(step.b, from),
          array(step.c, own),
          at(step.c, from),
          array(step.out, own),
          at(step.out, from),
          count);
    }
    for (int c = 0; c < copies.size(); c++) {
      Slot to = copies.get(c).to;
      System.arraycopy(array(copies.get(c).from, own), 0, array(to, own), at(to, from), count);
    }
  }

  private float[] array(Slot slot, float[][] own) {
    return slot.region == null ? own[slot.at] : memory.of(slot.region);
  }

  private static int at(Slot slot, int from) {
    return slot.region == null ? 0 : slot.at + from;
  }

  /** Blocks are 0 at first, as their bits are. */
  private void fillUniforms(float[][] own, int[] filled) {
    for (int i = 0; i < uniformBlocks.length; i++) {
      if (uniformBlocks[i] >= 0) {
        float value = (float) uniforms.value(i);
        int bits = Float.floatToRawIntBits(value);
        if (bits != filled[i]) {
          Arrays.fill(own[uniformBlocks[i]], value);
          filled[i] = bits;
        }
      }
    }
  }
}
