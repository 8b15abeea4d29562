package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.backend.Device;
import org.gradcl.backend.StepState;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.random.Philox;
import org.gradcl.random.Purpose;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random numbers on the device are those of Java, to the bit, whatever the vector width. */
@RequiresOpenCl
class RandomNumbersTest {
  /** Rows and columns: a row with a tail, and rows that work-groups share at odd columns. */
  private static final int[][] EXTENTS = {{5, 37}, {3, 5555}};

  private static final int OPERATION = 3;

  static List<Bodies> bodies() {
    return Bodies.all().toList();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void uniformsAreThoseOfJava(Bodies bodies) {
    try (Device device = bodies.open()) {
      for (int[] extents : EXTENTS) {
        check(device, extents[0], extents[1]);
      }
    }
  }

  private static void check(Device device, int rows, int columns) {
    OneLaunch plan = new OneLaunch(device);
    plan.step(new StepState(77, 100, 0, 0x12345678, 0x9abcdef0, false));
    Place place = plan.output("uniform", 1, rows, columns);
    plan.add(
        new MapLaunch(
            "uniform",
            Phase.FORWARD,
            "",
            rows,
            columns,
            List.of(new Operand("x0", new Source.Random(OPERATION))),
            Tape.of(Expr.variable("x0")),
            List.of(new Store(place, Store.Mode.STORE, 0)),
            List.of(),
            false,
            false));
    float[] found = plan.run(outputs -> outputs.apply("uniform").floats());
    int address = Philox.purposeAndOperation(Purpose.DROPOUT, OPERATION);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        float expected = Philox.uniform(0x12345678, 0x9abcdef0, address, 77, row, column);
        assertThat(found[row * columns + column]).isEqualTo(expected);
      }
    }
  }
}
