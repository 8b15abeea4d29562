package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepField;
import org.gradcl.plan.BatchSum;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Place.Axis;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MapRunnerTest {
  private static final int[][] DOMAINS = {
    {1, 1}, {1, 700}, {128, 1}, {7, 13}, {64, 33}, {3, 1300}, {257, 101}
  };

  static Stream<LaunchBed.Config> configs() {
    return LaunchBed.configs();
  }

  private static Operand memory(String name, Place place) {
    return new Operand(name, new Source.Memory(place));
  }

  /** Every access and source, strided places, two stores (one adding), two sums. */
  private static MapLaunch launch(int rows, int columns) {
    Expr full = Expr.variable("full");
    Expr strided = Expr.variable("strided");
    Expr perColumn = Expr.variable("perColumn");
    Expr perRow = Expr.variable("perRow");
    Expr scalar = Expr.variable("scalar");
    Expr scale = Expr.variable("scale");
    Expr step = Expr.variable("step");
    Expr kept = Expr.constant(0.25).greater(Expr.variable("drawn"));
    Expr first =
        Expr.select(kept, Expr.constant(0), Expr.of(Operator.TANH, full.times(perColumn)))
            .plus(perRow.times(scale));
    Expr second =
        strided
            .times(scalar.plus(step))
            .minus(Expr.variable("column").times(0.01).plus(Expr.variable("middle")));
    Expr third = Expr.of(Operator.SQUARE, full.minus(strided));
    Tape tape = Tape.of(first, second, third);
    List<Operand> operands =
        List.of(
            memory("full", Place.matrix(Region.INPUT, 5, rows, columns)),
            memory("strided", Place.matrix(Region.WORKSPACE, 3, rows, columns, columns + 2)),
            memory("perColumn", Place.perColumn(Region.PARAMETER, 9, rows, columns)),
            memory("perRow", Place.perRow(Region.FROZEN, 1, rows, columns)),
            memory("scalar", Place.scalar(Region.SLOT, 4, rows, columns)),
            LaunchBed.column("column", columns),
            // Of rows that count three axes, the one in the middle.
            new Operand(
                "middle",
                new Source.Index(
                    List.of(new Place.Axis(rows, 0), new Place.Axis(3, 1), new Place.Axis(2, 0)),
                    List.of())),
            new Operand("drawn", new Source.Random(3)),
            new Operand("scale", new Source.Argument(0.5f)),
            new Operand("step", new Source.Record(StepField.STEP)));
    return new MapLaunch(
        "map",
        Phase.LOSS,
        "",
        rows,
        columns,
        operands,
        tape,
        List.of(
            new Store(
                Place.matrix(Region.GRADIENT, 8, rows, columns, columns + 1), Store.Mode.STORE, 0),
            new Store(Place.matrix(Region.OUTPUT, 100, rows, columns), Store.Mode.ADD, 1)),
        List.of(
            new BatchSum(2, BatchSum.Destination.RING, null),
            new BatchSum(0, BatchSum.Destination.OUTPUT, Place.matrix(Region.OUTPUT, 7, 1, 1))),
        true,
        true);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void agreesWithFloat64(LaunchBed.Config config) {
    for (int[] domain : DOMAINS) {
      int rows = domain[0];
      int columns = domain[1];
      try (LaunchBed bed = new LaunchBed(config, true)) {
        MapLaunch launch = launch(rows, columns);
        bed.run(launch);
        double[] sums = new double[2];
        double squares = 0;
        Place stored = launch.stores().get(0).place();
        Place added = launch.stores().get(1).place();
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            double[] expected = bed.evaluate(launch.tape(), launch.operands(), i, j, Map.of());
            assertThat((double) bed.after(stored, i, j)).isCloseTo(expected[0], within(2e-6));
            assertThat((double) bed.after(added, i, j))
                .isCloseTo(bed.before(added, i, j) + expected[1], within(2e-5));
            sums[0] += expected[2];
            sums[1] += expected[0];
            squares += expected[0] * expected[0];
          }
        }
        assertThat(bed.memory.loss()).isCloseTo(sums[0], within(1e-6 * sums[0] + 1e-6));
        assertThat((double) bed.memory.of(Region.OUTPUT)[7]).isCloseTo(sums[1], within(1e-3));
        assertThat(bed.checks.allFinite()).isTrue();
        assertThat(bed.checks.norm()).isCloseTo(Math.sqrt(squares), within(1e-3));
        assertThat(bed.untouchedOutside(Region.GRADIENT, List.of(stored))).isTrue();
        assertThat(bed.current.step()).as("the loss launch copies the record").isEqualTo(7);
      }
    }
  }

  /** What could be taken as one long row, were it not for the gaps of one place. */
  @ParameterizedTest
  @MethodSource("configs")
  void gapsBetweenRowsAreLeftOut(LaunchBed.Config config) {
    for (boolean gapsInOperand : new boolean[] {true, false}) {
      Place from = Place.matrix(Region.INPUT, 2, 700, 5, gapsInOperand ? 7 : 5);
      Place to = Place.matrix(Region.OUTPUT, 1, 700, 5, gapsInOperand ? 5 : 8);
      try (LaunchBed bed = new LaunchBed(config, false)) {
        bed.run(copy(from, to, false));
        for (int i = 0; i < from.extent(0); i++) {
          for (int j = 0; j < 5; j++) {
            assertThat(bed.after(to, i, j)).isEqualTo(bed.before(from, i, j));
          }
        }
        assertThat(bed.untouchedOutside(Region.OUTPUT, List.of(to))).isTrue();
      }
    }
  }

  /** Transposed and backwards, into a transpose that is added to. */
  @ParameterizedTest
  @MethodSource("configs")
  void columnsMayBeAStrideApart(LaunchBed.Config config) {
    for (int[] domain : DOMAINS) {
      int rows = domain[0];
      int columns = domain[1];
      Place first = Place.of(Region.INPUT, 5, new Axis(rows, 1), new Axis(columns, rows));
      Place second =
          Place.of(Region.FROZEN, 2 + columns, new Axis(rows, columns + 1), new Axis(columns, -1));
      Place store = Place.of(Region.OUTPUT, 3, new Axis(rows, 1), new Axis(columns, rows + 1));
      MapLaunch launch =
          new MapLaunch(
              "map",
              Phase.FORWARD,
              "",
              rows,
              columns,
              List.of(memory("x", first), memory("y", second)),
              Tape.of(Expr.variable("x").minus(Expr.variable("y"))),
              List.of(new Store(store, Store.Mode.ADD, 0)),
              List.of(),
              false,
              false);
      try (LaunchBed bed = new LaunchBed(config, false)) {
        bed.run(launch);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            float difference = bed.before(first, i, j) - bed.before(second, i, j);
            float sum = bed.before(store, i, j) + difference;
            assertThat(bed.after(store, i, j)).isEqualTo(sum);
          }
        }
        assertThat(bed.untouchedOutside(Region.OUTPUT, List.of(store))).isTrue();
      }
    }
  }

  private static MapLaunch copy(Place from, Place to, boolean checked) {
    return new MapLaunch(
        "copy",
        Phase.BACKWARD,
        "",
        from.extent(0),
        from.extent(1),
        List.of(memory("x", from)),
        Tape.of(Expr.variable("x")),
        List.of(new Store(to, Store.Mode.STORE, 0)),
        List.of(),
        false,
        checked);
  }

  /** Wherever it stands in blocks and vectors. */
  @ParameterizedTest
  @MethodSource("configs")
  void leavesACheckOfEveryGradient(LaunchBed.Config config) {
    Place from = Place.matrix(Region.INPUT, 0, 1, ElementBlock.ELEMENTS + 21);
    Place to = Place.matrix(Region.GRADIENT, 0, 1, from.extent(1));
    for (int place = ElementBlock.ELEMENTS - 20; place < from.extent(1); place++) {
      try (LaunchBed bed = new LaunchBed(config, false)) {
        bed.memory.of(Region.INPUT)[place] = Float.NEGATIVE_INFINITY;
        bed.run(copy(from, to, true));
        assertThat(bed.checks.allFinite()).as("element %d", place).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void leavesACheckThatIsNotFinite(LaunchBed.Config config) {
    try (LaunchBed bed = new LaunchBed(config, false)) {
      bed.memory.of(Region.INPUT)[5 + 64 * 33 - 1] = Float.POSITIVE_INFINITY;
      bed.run(launch(64, 33));
      assertThat(bed.checks.allFinite()).isFalse();
    }
  }
}
