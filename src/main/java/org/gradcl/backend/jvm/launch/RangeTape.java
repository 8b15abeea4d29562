package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.RangePass;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.expr.Tape.Instruction;

/**
 * A tape as passes over values that are named: a product that is only added to or subtracted from
 * something is one pass with that. What is the same for all elements is no pass.
 */
final class RangeTape {
  /**
   * A pass over elements.
   *
   * @param pass the loop
   * @param operands instructions whose values are read
   * @param result the instruction whose value is computed
   */
  record Step(RangePass pass, List<Integer> operands, int result) {
    Step {
      operands = List.copyOf(operands);
    }
  }

  private final Tape tape;
  private final boolean[] uniform;
  private final int[] uses;

  private RangeTape(Tape tape, boolean[] uniform) {
    this.tape = tape;
    this.uniform = uniform;
    this.uses = uses(tape);
  }

  private static int[] uses(Tape tape) {
    int[] uses = new int[tape.instructions().size()];
    tape.instructions().forEach(i -> i.operands().forEach(operand -> uses[operand]++));
    tape.outputs().forEach(output -> uses[output]++);
    return uses;
  }

  /**
   * The passes of a tape in order; none if an operator has no such pass, or an output is none's
   * result or twice there.
   *
   * @param uniform for each instruction whether it is the same for all elements
   */
  static List<Step> steps(Tape tape, boolean[] uniform, Arithmetic arithmetic) {
    return new RangeTape(tape, uniform).steps(arithmetic);
  }

  private List<Step> steps(Arithmetic arithmetic) {
    int count = tape.instructions().size();
    boolean[] taken = new boolean[count];
    Step[] steps = new Step[count];
    for (int i = count - 1; i >= 0; i--) {
      Instruction instruction = tape.instructions().get(i);
      if (uniform[i] || taken[i] || instruction.operator() == Operator.VARIABLE) {
        continue;
      }
      Step withProduct = withProduct(i, arithmetic);
      if (withProduct != null) {
        steps[i] = withProduct;
        taken[instruction.operands().get(1)] = true;
      } else if (arithmetic.rangePass(instruction.operator()).isPresent()) {
        RangePass pass = arithmetic.rangePass(instruction.operator()).get();
        steps[i] = new Step(pass, instruction.operands(), i);
      } else {
        return List.of();
      }
    }
    boolean computed =
        tape.outputs().stream().allMatch(output -> steps[output] != null)
            && tape.outputs().stream().distinct().count() == tape.outputs().size();
    return computed ? Arrays.stream(steps).filter(step -> step != null).toList() : List.of();
  }

  /** The pass of an instruction with the product that is its second operand, if there is one. */
  private Step withProduct(int i, Arithmetic arithmetic) {
    Instruction sum = tape.instructions().get(i);
    if (sum.operands().size() != 2) {
      return null;
    }
    int second = sum.operands().get(1);
    Instruction product = tape.instructions().get(second);
    boolean fits = product.operator() == Operator.MULTIPLY && !uniform[second] && uses[second] == 1;
    if (!fits || arithmetic.rangePassWithProduct(sum.operator()).isEmpty()) {
      return null;
    }
    List<Integer> operands = new ArrayList<>(product.operands());
    operands.add(sum.operands().get(0));
    return new Step(arithmetic.rangePassWithProduct(sum.operator()).get(), operands, i);
  }
}
