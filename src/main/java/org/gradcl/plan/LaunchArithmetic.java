package org.gradcl.plan;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
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
      return Launches.flops(map.tape(), Launches.uniform(map.operands()), elements)
          + elements * map.sums().size();
    }
    if (launch instanceof Launch.Rows rows) {
      return rows(rows);
    }
    if (launch instanceof Launch.ColumnSums columnSums) {
      return columnSums.input().elements();
    }
    if (launch instanceof Launch.Update update) {
      return Launches.flops(update.tape(), RECORD, update.elements());
    }
    // The clip launch adds a few checks, which are not counted where they are made either.
    return 0;
  }

  private static long matmul(Launch.Matmul matmul) {
    long products = 2L * matmul.m() * matmul.n() * matmul.k() * matmul.batch();
    long sums = matmul.rowSums().isPresent() ? (long) matmul.m() * matmul.k() : 0;
    long elements = (long) matmul.m() * matmul.n() * matmul.batch();
    Set<String> uniform = Launches.uniform(matmul.operands());
    return products + sums + Launches.flops(matmul.epilogue(), uniform, elements);
  }

  private static long rows(Launch.Rows rows) {
    long elements = (long) rows.rows() * rows.columns();
    Set<String> uniform = Launches.uniform(rows.operands());
    long total =
        Launches.flops(rows.elements(), uniform, elements)
            + Launches.flops(rows.rowTape(), uniform, rows.rows())
            + (long) rows.rows() * rows.sums().size();
    for (Launch.Rows.Reduction reduction : rows.reductions()) {
      total += elements + Launches.flops(reduction.element(), uniform, elements);
    }
    return total;
  }
}
