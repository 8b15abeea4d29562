package org.gradcl.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Access;
import org.gradcl.graph.StepField;

/** The floating-point operations of a launch, whatever its kind. */
final class LaunchArithmetic {
  private static final Set<String> RECORD =
      Arrays.stream(StepField.values()).map(StepField::variableName).collect(Collectors.toSet());

  private LaunchArithmetic() {}

  static long flops(Launch launch) {
    if (launch instanceof Launch.Matmul matmul) {
      return matmul(matmul);
    }
    if (launch instanceof Launch.MapElements map) {
      long elements = (long) map.rows() * map.columns();
      return flops(map.tape(), uniform(map.operands()), elements) + elements * map.sums().size();
    }
    if (launch instanceof Launch.Rows rows) {
      return rows(rows);
    }
    if (launch instanceof Launch.ColumnSums columnSums) {
      return columnSums.input().elements();
    }
    if (launch instanceof Launch.Update update) {
      return flops(update.tape(), RECORD, update.elements());
    }
    // The clip launch adds a few checks, which are not counted where they are made either.
    return 0;
  }

  private static long matmul(Launch.Matmul matmul) {
    long products = 2L * matmul.m() * matmul.n() * matmul.k() * matmul.batch();
    long sums = matmul.rowSums().isPresent() ? (long) matmul.m() * matmul.k() : 0;
    long elements = (long) matmul.m() * matmul.n() * matmul.batch();
    Set<String> uniform = uniform(matmul.operands());
    return products + sums + flops(matmul.epilogue(), uniform, elements);
  }

  private static long rows(Launch.Rows rows) {
    long elements = (long) rows.rows() * rows.columns();
    Set<String> uniform = uniform(rows.operands());
    long total =
        flops(rows.elements(), uniform, elements)
            + flops(rows.rowTape(), uniform, rows.rows())
            + (long) rows.rows() * rows.sums().size();
    for (Launch.Rows.LoweredReduction reduction : rows.reductions()) {
      total += elements + flops(reduction.element(), uniform, elements);
    }
    return total;
  }

  /** The variables that are the same for all elements. */
  private static Set<String> uniform(List<Operand> operands) {
    return operands.stream()
        .filter(operand -> operand.access() == Access.SCALAR)
        .map(Operand::variable)
        .collect(Collectors.toSet());
  }

  /**
   * One operation for each instruction that computes something: for each element, or once where it
   * is the same for all.
   */
  private static long flops(Tape tape, Set<String> uniformVariables, long elements) {
    boolean[] uniform = tape.uniform(uniformVariables);
    long flops = 0;
    for (int i = 0; i < uniform.length; i++) {
      if (tape.instructions().get(i).operator().arity() > 0) {
        flops += uniform[i] ? 1 : elements;
      }
    }
    return flops;
  }
}
