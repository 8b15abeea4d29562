package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.gradcl.backend.Device;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.RowProgram.Combine;
import org.gradcl.plan.BatchSum;
import org.gradcl.plan.ColumnSumsLaunch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums over elements, rows and columns, where extents are not those of vectors and groups. */
@RequiresOpenCl
class SumsTest {
  private static final int[][] EXTENTS = {{1, 1}, {3, 5}, {1, 1000}, {700, 3}, {37, 67}};

  static List<Bodies> bodies() {
    return Bodies.all().toList();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void sumsOfMapsRowsAndColumnsAreThoseOfFloat64(Bodies bodies) {
    try (Device device = bodies.open()) {
      for (int[] extents : EXTENTS) {
        check(device, extents[0], extents[1]);
      }
    }
  }

  /**
   * Equal numbers are all rounded the same way: one after the other, 50,000 of them stray by 1e-4
   * of their sum and more.
   */
  @ParameterizedTest
  @MethodSource("bodies")
  void longSumsAreTakenInParts(Bodies bodies) {
    try (Device device = bodies.open()) {
      for (float number : new float[] {0.1f, 0.7f, 1 / 3f}) {
        checkEqualNumbers(device, number, 50_000, 3);
        checkEqualNumbers(device, number, 2, 150_000);
      }
    }
  }

  private static void checkEqualNumbers(Device device, float number, int rows, int columns) {
    float[] x = new float[rows * columns];
    Arrays.fill(x, number);
    OneLaunch plan = new OneLaunch(device);
    Place input = plan.input("x", 1, rows, columns, x);
    Place elements = plan.sumOutput("elements");
    Place sumOfRows = plan.sumOutput("rows");
    Place columnSums = plan.output("columns", 1, 1, columns);
    Place rowSums = plan.output("sums of rows", 1, rows, 1);
    List<Operand> operands = List.of(new Operand("x0", new Source.Memory(input)));
    Tape value = Tape.of(Expr.variable("x0"));
    Tape reduced = Tape.of(Expr.variable("r1"), Expr.variable("r0"));
    plan.add(
        new MapLaunch(
            "elements",
            Phase.LOSS,
            "",
            rows,
            columns,
            operands,
            value,
            List.of(),
            List.of(new BatchSum(0, BatchSum.Destination.OUTPUT, elements)),
            false,
            false));
    plan.add(
        new RowLaunch(
            "rows",
            Phase.LOSS,
            "",
            rows,
            columns,
            operands,
            List.of(
                new RowLaunch.LoweredReduction(Combine.MAXIMUM, value),
                new RowLaunch.LoweredReduction(Combine.SUM, value)),
            Tape.of(List.of()),
            List.of(),
            reduced,
            List.of(new Store(rowSums, Store.Mode.STORE, 0)),
            List.of(new BatchSum(1, BatchSum.Destination.OUTPUT, sumOfRows)),
            false,
            false));
    plan.add(new ColumnSumsLaunch("columns", Phase.LOSS, "", input, columnSums, false));
    plan.run(
        outputs -> {
          double all = (double) number * rows * columns;
          assertThat((double) outputs.apply("elements").floats()[0])
              .isCloseTo(all, within(5e-6 * all));
          double maxima = (double) number * rows;
          assertThat((double) outputs.apply("rows").floats()[0])
              .isCloseTo(maxima, within(5e-6 * maxima));
          for (float sum : outputs.apply("columns").floats()) {
            assertThat((double) sum).isCloseTo(maxima, within(1e-5 * maxima));
          }
          double row = (double) number * columns;
          for (float sum : outputs.apply("sums of rows").floats()) {
            assertThat((double) sum).isCloseTo(row, within(1e-5 * row));
          }
          return null;
        });
  }

  /** Checks all sums and says which variants ran. */
  static List<String> check(Device device, int rows, int columns) {
    float[] x = OneLaunch.numbers(rows * columns, 1);
    OneLaunch plan = new OneLaunch(device);
    Place input = plan.input("x", 1, rows, columns, x);
    Place sumOfSquares = plan.sumOutput("squares");
    Place sumOfRows = plan.sumOutput("rowsums");
    Place softmax = plan.output("softmax", 1, rows, columns);
    Place logSums = plan.output("logs", 1, rows, 1);
    Place columnSums = plan.output("columns", 1, 1, columns);
    List<Operand> operands = List.of(new Operand("x0", new Source.Memory(input)));
    Expr value = Expr.variable("x0");
    plan.add(
        new MapLaunch(
            "squares",
            Phase.LOSS,
            "",
            rows,
            columns,
            operands,
            Tape.of(Expr.of(Operator.SQUARE, value)),
            List.of(),
            List.of(new BatchSum(0, BatchSum.Destination.OUTPUT, sumOfSquares)),
            false,
            false));
    Expr r0 = Expr.variable("r0");
    Expr shifted = Expr.of(Operator.EXP, value.minus(r0));
    Expr log = Expr.of(Operator.LOG, Expr.variable("r1"));
    plan.add(
        new RowLaunch(
            "softmax",
            Phase.LOSS,
            "",
            rows,
            columns,
            operands,
            List.of(
                new RowLaunch.LoweredReduction(Combine.MAXIMUM, Tape.of(value)),
                new RowLaunch.LoweredReduction(Combine.SUM, Tape.of(shifted)),
                new RowLaunch.LoweredReduction(Combine.MINIMUM, Tape.of(value))),
            Tape.of(shifted.over(Expr.variable("r1"))),
            List.of(new Store(softmax, Store.Mode.STORE, 0)),
            Tape.of(log.plus(r0), Expr.variable("r2")),
            List.of(new Store(logSums, Store.Mode.STORE, 0)),
            List.of(new BatchSum(1, BatchSum.Destination.OUTPUT, sumOfRows)),
            false,
            false));
    plan.add(new ColumnSumsLaunch("columns", Phase.LOSS, "", input, columnSums, false));
    plan.run(
        outputs -> {
          compare(x, rows, columns, outputs);
          return null;
        });
    return plan.variants();
  }

  private static void compare(
      float[] x, int rows, int columns, Function<String, HostTensor> outputs) {
    double squares = 0;
    double minima = 0;
    double[] columnSums = new double[columns];
    float[] softmax = outputs.apply("softmax").floats();
    for (int row = 0; row < rows; row++) {
      double largest = Double.NEGATIVE_INFINITY;
      double smallest = Double.POSITIVE_INFINITY;
      double exponentials = 0;
      for (int column = 0; column < columns; column++) {
        double value = x[row * columns + column];
        squares += value * value;
        columnSums[column] += value;
        largest = Math.max(largest, value);
        smallest = Math.min(smallest, value);
        exponentials += Math.exp(value);
      }
      minima += smallest;
      for (int column = 0; column < columns; column++) {
        double expected = Math.exp(x[row * columns + column]) / exponentials;
        assertThat((double) softmax[row * columns + column]).isCloseTo(expected, within(1e-6));
      }
      double log = outputs.apply("logs").floats()[row];
      assertThat(log).isCloseTo(Math.log(exponentials), within(2e-6));
    }
    assertThat((double) outputs.apply("squares").floats()[0])
        .isCloseTo(squares, within(1e-6 * squares));
    assertThat((double) outputs.apply("rowsums").floats()[0])
        .isCloseTo(minima, within(1e-6 * Math.abs(minima) + 1e-6));
    float[] found = outputs.apply("columns").floats();
    for (int column = 0; column < columns; column++) {
      assertThat((double) found[column]).isCloseTo(columnSums[column], within(2e-5));
    }
  }
}
