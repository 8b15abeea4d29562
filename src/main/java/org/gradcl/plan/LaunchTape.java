package org.gradcl.plan;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.expr.Tape;

/**
 * A tape that a launch computes, with what gives its variables their values.
 *
 * @param tape what is computed
 * @param given the variables that the launch gives values to; a tape may read no others
 * @param uniform those of them that are the same for all elements
 */
public record LaunchTape(Tape tape, Set<String> given, Set<String> uniform) {
  /** Copies the sets. */
  public LaunchTape {
    given = Set.copyOf(given);
    uniform = Set.copyOf(uniform);
  }

  /** A tape over operands, and over further variables that have a value an element. */
  static LaunchTape over(List<Operand> operands, Tape tape, String... others) {
    Set<String> given = new HashSet<>(Arrays.asList(others));
    Set<String> uniform = new HashSet<>();
    for (Operand operand : operands) {
      given.add(operand.variable());
      if (operand.isUniform()) {
        uniform.add(operand.variable());
      }
    }
    return new LaunchTape(tape, given, uniform);
  }

  /**
   * Floating-point operations: one for each instruction that computes something, for each of so
   * many elements, or once where it is the same for all.
   */
  long flops(long elements) {
    boolean[] once = tape.uniform(uniform);
    long flops = 0;
    for (int i = 0; i < once.length; i++) {
      if (tape.instructions().get(i).operator().arity() > 0) {
        flops += once[i] ? 1 : elements;
      }
    }
    return flops;
  }
}
