package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.expr.Tape;

/**
 * The register of each instruction's result: one whose earlier content is no longer needed, not
 * even by the instruction itself.
 */
final class RegisterPlan {
  /** For each instruction its register, −1 if it needs none. */
  final int[] registers;

  /** The number of registers. */
  final int count;

  /**
   * Plans the registers of a tape.
   *
   * @param needed for each instruction whether it needs a register at all
   * @param lasting for each instruction whether its register is filled once for many blocks, so
   *     that it can't be shared
   */
  RegisterPlan(Tape tape, boolean[] needed, boolean[] lasting) {
    int instructions = tape.instructions().size();
    int[] lastUses = lastUses(tape);
    registers = new int[instructions];
    List<Integer> freeFrom = new ArrayList<>();
    for (int i = 0; i < instructions; i++) {
      registers[i] = -1;
      if (needed[i]) {
        int register = lasting[i] ? -1 : firstFree(freeFrom, i);
        if (register < 0) {
          register = freeFrom.size();
          freeFrom.add(-1);
        }
        registers[i] = register;
        freeFrom.set(register, lasting[i] ? Integer.MAX_VALUE : lastUses[i]);
      }
    }
    count = freeFrom.size();
  }

  private static int firstFree(List<Integer> freeFrom, int instruction) {
    for (int register = 0; register < freeFrom.size(); register++) {
      if (freeFrom.get(register) < instruction) {
        return register;
      }
    }
    return -1;
  }

  /** For each instruction the last one that reads it; outputs are read after the end. */
  private static int[] lastUses(Tape tape) {
    int[] lastUses = new int[tape.instructions().size()];
    Arrays.fill(lastUses, -1);
    for (int i = 0; i < lastUses.length; i++) {
      for (int operand : tape.instructions().get(i).operands()) {
        lastUses[operand] = i;
      }
    }
    for (int output : tape.outputs()) {
      lastUses[output] = lastUses.length;
    }
    return lastUses;
  }
}
