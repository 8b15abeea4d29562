package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.RowProgram;
import org.gradcl.plan.BatchSum;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Softmax cross-entropy, and the smallest of each row, on rows that are short, odd and long. */
class RowsRunnerTest {
  private static final int[][] DOMAINS = {
    {1, 1}, {128, 10}, {37, 3}, {16, 512}, {5, 1301}, {90, 200}
  };

  static Stream<LaunchBed.Config> configs() {
    return LaunchBed.configs();
  }

  private static RowLaunch launch(int rows, int columns) {
    Expr z = Expr.variable("z");
    Expr target = Expr.variable("target");
    Expr hot = Expr.variable("column").equalTo(target);
    Expr zero = Expr.constant(0);
    Expr exponential = Expr.of(Operator.EXP, z.minus(RowProgram.reduced(0)));
    List<RowLaunch.LoweredReduction> reductions =
        List.of(
            new RowLaunch.LoweredReduction(RowProgram.Combine.MAXIMUM, Tape.of(z)),
            new RowLaunch.LoweredReduction(RowProgram.Combine.SUM, Tape.of(exponential)),
            new RowLaunch.LoweredReduction(
                RowProgram.Combine.SUM, Tape.of(Expr.select(hot, z, zero))),
            new RowLaunch.LoweredReduction(RowProgram.Combine.MINIMUM, Tape.of(z)));
    Expr gradient =
        exponential.over(RowProgram.reduced(1)).minus(Expr.select(hot, Expr.constant(1), zero));
    Expr loss =
        Expr.of(Operator.LOG, RowProgram.reduced(1))
            .plus(RowProgram.reduced(0))
            .minus(RowProgram.reduced(2));
    List<Operand> operands =
        List.of(
            new Operand(
                "z",
                new Source.Memory(Place.matrix(Region.WORKSPACE, 6, rows, columns, columns + 3))),
            LaunchBed.column("column", columns),
            new Operand("target", new Source.Memory(Place.perRow(Region.INPUT, 2, rows, columns))));
    return new RowLaunch(
        "rows",
        Phase.LOSS,
        "",
        rows,
        columns,
        operands,
        reductions,
        Tape.of(gradient),
        List.of(new Store(Place.matrix(Region.GRADIENT, 5, rows, columns), Store.Mode.STORE, 0)),
        Tape.of(loss, RowProgram.reduced(3).plus(target)),
        List.of(new Store(Place.matrix(Region.OUTPUT, 50, rows, 1, 1), Store.Mode.STORE, 1)),
        List.of(new BatchSum(0, BatchSum.Destination.RING, null)),
        true,
        false);
  }

  private static double reduce(
      LaunchBed bed, RowLaunch launch, int r, int row, Map<String, Double> known) {
    RowLaunch.LoweredReduction reduction = launch.reductions().get(r);
    double result = Double.NaN;
    for (int j = 0; j < launch.columns(); j++) {
      double value = bed.evaluate(reduction.element(), launch.operands(), row, j, known)[0];
      if (j == 0) {
        result = value;
      } else {
        result =
            switch (reduction.combine()) {
              case SUM -> result + value;
              case MAXIMUM -> Math.max(result, value);
              case MINIMUM -> Math.min(result, value);
            };
      }
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("configs")
  void agreesWithFloat64(LaunchBed.Config config) {
    for (int[] domain : DOMAINS) {
      int rows = domain[0];
      int columns = domain[1];
      try (LaunchBed bed = new LaunchBed(config, false)) {
        RowLaunch launch = launch(rows, columns);
        for (int i = 0; i < rows; i++) {
          bed.memory.of(Region.INPUT)[2 + i] = i % columns;
        }
        double sum = 0;
        bed.run(launch);
        Place gradient = launch.stores().get(0).place();
        Place perRow = launch.rowStores().get(0).place();
        for (int i = 0; i < rows; i++) {
          Map<String, Double> known = new HashMap<>(Map.of("target", (double) (i % columns)));
          for (int r = 0; r < launch.reductions().size(); r++) {
            known.put("r" + r, reduce(bed, launch, r, i, known));
          }
          for (int j = 0; j < columns; j++) {
            double expected = bed.evaluate(launch.elements(), launch.operands(), i, j, known)[0];
            assertThat((double) bed.after(gradient, i, j)).isCloseTo(expected, within(1e-6));
          }
          double[] ofRow = bed.evaluate(launch.rowTape(), launch.operands(), i, 0, known);
          assertThat((double) bed.after(perRow, i, 0)).isCloseTo(ofRow[1], within(1e-4));
          sum += ofRow[0];
        }
        assertThat(bed.memory.loss()).isCloseTo(sum, within(1e-6 * Math.abs(sum) + 1e-6));
        assertThat(bed.untouchedOutside(Region.GRADIENT, List.of(gradient))).isTrue();
        assertThat(bed.checks.allFinite()).isTrue();
      }
    }
  }
}
