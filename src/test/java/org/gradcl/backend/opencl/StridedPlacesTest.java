package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.gradcl.backend.Device;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Place.Axis;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Places whose columns are no neighbours: transposed, and backwards. */
@RequiresOpenCl
class StridedPlacesTest {
  private static final int ROWS = 9;
  private static final int COLUMNS = 37;

  static List<Bodies> bodies() {
    return Bodies.all().toList();
  }

  private static Operand operand(int number, Place place) {
    return new Operand("x" + number, new Source.Memory(place));
  }

  /** As its transpose, of a matrix stored without gaps. */
  private static Place transposed(Place stored) {
    return Place.of(
        stored.region(),
        stored.base(),
        new Axis(stored.extent(1), 1),
        new Axis(stored.extent(0), stored.extent(1)));
  }

  private static Place backwards(Place stored) {
    int columns = stored.extent(1);
    return Place.of(
        stored.region(),
        stored.base() + columns - 1,
        new Axis(stored.extent(0), columns),
        new Axis(columns, -1));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void mapsReadAndWriteThem(Bodies bodies) {
    float[] a = OneLaunch.numbers(ROWS * COLUMNS, 1);
    float[] b = OneLaunch.numbers(ROWS * COLUMNS, 2);
    try (Device device = bodies.open()) {
      for (Store.Mode mode : Store.Mode.values()) {
        OneLaunch plan = new OneLaunch(device);
        Place first = transposed(plan.input("a", 1, COLUMNS, ROWS, a));
        Place second = backwards(plan.input("b", 1, ROWS, COLUMNS, b));
        Place stored = transposed(plan.output("y", 1, /* rows= */ COLUMNS, /* columns= */ ROWS));
        plan.add(
            new MapLaunch(
                "map",
                Phase.FORWARD,
                "",
                ROWS,
                COLUMNS,
                List.of(operand(0, first), operand(1, second)),
                Tape.of(Expr.variable("x0").minus(Expr.variable("x1"))),
                List.of(new Store(stored, mode, 0)),
                List.of(),
                false,
                false));
        float[] y = plan.run(outputs -> outputs.apply("y").floats());
        float before = mode == Store.Mode.ADD ? OneLaunch.UNTOUCHED : 0;
        for (int row = 0; row < ROWS; row++) {
          for (int column = 0; column < COLUMNS; column++) {
            int at = column * ROWS + row;
            float difference = a[at] - b[row * COLUMNS + COLUMNS - 1 - column];
            assertThat(y[at]).isEqualTo(before + difference);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void epiloguesReadAndWriteThem(Bodies bodies) {
    int k = 5;
    float[] a = OneLaunch.numbers(ROWS * k, 1);
    float[] b = OneLaunch.numbers(k * COLUMNS, 2);
    float[] x = OneLaunch.numbers(ROWS * COLUMNS, 3);
    try (Device device = bodies.open()) {
      OneLaunch plan = new OneLaunch(device);
      Place factor = transposed(plan.input("x", 1, COLUMNS, ROWS, x));
      Place left = plan.input("a", 1, ROWS, k, a);
      Place right = plan.input("b", 1, k, COLUMNS, b);
      Place stored = transposed(plan.output("y", 1, /* rows= */ COLUMNS, /* columns= */ ROWS));
      plan.add(
          new MatmulLaunch(
              "product",
              Phase.FORWARD,
              "",
              ROWS,
              COLUMNS,
              k,
              1,
              ProductOperand.left(left, false, 1),
              ProductOperand.right(right, false, 1),
              List.of(operand(0, factor)),
              Tape.of(Expr.variable(MatmulLaunch.PRODUCT).plus(Expr.variable("x0"))),
              List.of(new Store(stored, Store.Mode.STORE, 0)),
              Optional.empty(),
              false));
      float[] y = plan.run(outputs -> outputs.apply("y").floats());
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          double sum = x[column * ROWS + row];
          for (int p = 0; p < k; p++) {
            sum += (double) a[row * k + p] * b[p * COLUMNS + column];
          }
          assertThat((double) y[column * ROWS + row]).isCloseTo(sum, within(1e-5));
        }
      }
    }
  }
}
