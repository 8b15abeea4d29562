package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.backend.Device;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps that could be taken as one long row, were it not for one thing. */
@RequiresOpenCl
class FlatMapTest {
  private static final int ROWS = 9;
  private static final int COLUMNS = 21;

  static List<Bodies> bodies() {
    return Bodies.all().toList();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void gapsBetweenRowsAreLeftOut(Bodies bodies) {
    try (Device device = bodies.open()) {
      check(device, COLUMNS + 2, COLUMNS, Store.Mode.STORE, 0);
      check(device, COLUMNS, COLUMNS + 3, Store.Mode.STORE, 0);
      check(device, COLUMNS, COLUMNS + 3, Store.Mode.ADD, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void columnsAreCountedWithinTheirRow(Bodies bodies) {
    try (Device device = bodies.open()) {
      check(device, COLUMNS, COLUMNS, Store.Mode.STORE, 2);
    }
  }

  private static void check(
      Device device, int inputStride, int outputStride, Store.Mode mode, int slope) {
    float[] x = OneLaunch.numbers(ROWS * inputStride, 1);
    OneLaunch plan = new OneLaunch(device);
    Place from = withGaps(plan.input("x", 1, ROWS, inputStride, x));
    Place to = withGaps(plan.output("y", 1, ROWS, outputStride));
    Expr value = Expr.variable("x0");
    Operand columnIndex =
        new Operand("x1", new Source.Index(List.of(), List.of(new Place.Axis(COLUMNS, 1))));
    plan.add(
        new MapLaunch(
            "copy",
            Phase.FORWARD,
            "",
            ROWS,
            COLUMNS,
            List.of(new Operand("x0", new Source.Memory(from)), columnIndex),
            Tape.of(slope == 0 ? value : value.plus(Expr.variable("x1").times(slope))),
            List.of(new Store(to, mode, 0)),
            List.of(),
            false,
            false));
    float[] y = plan.run(outputs -> outputs.apply("y").floats());
    float before = mode == Store.Mode.ADD ? OneLaunch.UNTOUCHED : 0;
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < outputStride; column++) {
        assertThat(y[row * outputStride + column])
            .isEqualTo(
                column < COLUMNS
                    ? before + (x[row * inputStride + column] + column * slope)
                    : OneLaunch.UNTOUCHED);
      }
    }
  }

  private static Place withGaps(Place whole) {
    return Place.matrix(whole.region(), whole.base(), ROWS, COLUMNS, whole.stride(0));
  }
}
