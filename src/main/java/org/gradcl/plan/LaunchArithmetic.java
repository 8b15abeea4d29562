package org.gradcl.plan;

/** The floating-point operations of a launch, whatever its kind. */
final class LaunchArithmetic {
  private LaunchArithmetic() {}

  static long flops(Launch launch) {
    if (launch instanceof Launch.Matmul matmul) {
      return matmul(matmul);
    }
    if (launch instanceof Launch.MapElements map) {
      return Launches.flops(map.tape(), (long) map.rows() * map.columns());
    }
    if (launch instanceof Launch.Rows rows) {
      return rows(rows);
    }
    if (launch instanceof Launch.ColumnSums columnSums) {
      return columnSums.input().elements();
    }
    if (launch instanceof Launch.Clip clip) {
      return 2L * clip.gradients().elements();
    }
    Launch.Update update = (Launch.Update) launch;
    return Launches.flops(update.tape(), update.elements());
  }

  private static long matmul(Launch.Matmul matmul) {
    long products = 2L * matmul.m() * matmul.n() * matmul.k() * matmul.batch();
    long sums = matmul.rowSums().isPresent() ? (long) matmul.m() * matmul.k() : 0;
    long elements = (long) matmul.m() * matmul.n() * matmul.batch();
    return products + sums + Launches.flops(matmul.epilogue(), elements);
  }

  private static long rows(Launch.Rows rows) {
    long elements = (long) rows.rows() * rows.columns();
    long total =
        Launches.flops(rows.elements(), elements) + Launches.flops(rows.rowTape(), rows.rows());
    for (Launch.Rows.Reduction reduction : rows.reductions()) {
      total += elements + Launches.flops(reduction.element(), elements);
    }
    return total;
  }
}
