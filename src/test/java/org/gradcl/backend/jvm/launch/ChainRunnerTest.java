package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Launches that are run together, against the same launches one by one. */
class ChainRunnerTest {
  private static final int STEPS = 5;
  private static final int STATE = 32;
  private static final int GATES = 4 * STATE;
  private static final Place WEIGHT = Place.matrix(Region.PARAMETER, 16, GATES, STATE);

  static Stream<LaunchBed.Config> configs() {
    return LaunchBed.configs();
  }

  @ParameterizedTest
  @MethodSource("configs")
  void aChainHasTheBitsOfItsLaunches(LaunchBed.Config config) {
    for (int rows : new int[] {20, 33, 67}) {
      List<Launch> launches = steps(rows);
      try (LaunchBed chained = LaunchBed.training(config);
          LaunchBed apart = LaunchBed.training(config)) {
        List<LaunchRunner> runners = runners(chained, launches);
        runners.forEach(runner -> runner.runner().run());
        runners(apart, List.of(launches.get(0)));
        launches.forEach(apart::run);
        assertThat(chained.memory.of(Region.WORKSPACE))
            .isEqualTo(apart.memory.of(Region.WORKSPACE));
        // Without vectors weights are not packed for several products: tiles are no whole rows
        // then.
        boolean packs = matrix(chained, launches).isPresent();
        assertThat(runners).hasSize(packs ? 1 : 2 * STEPS);
        if (packs) {
          assertThat(runners.get(0).launches()).isEqualTo(launches);
          assertThat(runners.get(0).runner().variant())
              .startsWith(2 * STEPS + " launches by blocks of ")
              .endsWith("B packed once a step");
        }
      }
    }
  }

  private static List<LaunchRunner> runners(LaunchBed bed, List<Launch> launches) {
    matrix(bed, launches).ifPresent(matrix -> bed.weights.join(List.of(matrix)));
    return new Runners(bed.context).of(launches);
  }

  private static Optional<WeightMatrix> matrix(LaunchBed bed, List<Launch> launches) {
    return WeightMatrix.of((MatmulLaunch) launches.get(0), true, bed.context.products());
  }

  @Test
  void mapsAloneAreNoChain() {
    try (LaunchBed bed = LaunchBed.training(LaunchBed.configs().findFirst().orElseThrow())) {
      List<Launch> maps = List.of(map(20, 0), map(20, 1));
      assertThat(runners(bed, steps(20))).isNotEmpty();
      assertThat(new Runners(bed.context).of(maps)).hasSize(2);
    }
  }

  private static List<Launch> steps(int rows) {
    List<Launch> launches = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      launches.add(product(rows, t));
      launches.add(map(rows, t));
    }
    return launches;
  }

  private static Place state(int rows, int step) {
    return Place.matrix(Region.WORKSPACE, rows * (GATES + step * STATE), rows, STATE);
  }

  private static Place gates(int rows, int first) {
    return Place.matrix(Region.WORKSPACE, first, rows, STATE, GATES);
  }

  private static Launch product(int rows, int step) {
    return new MatmulLaunch(
        "product " + step,
        Phase.FORWARD,
        "",
        rows,
        GATES,
        STATE,
        1,
        ProductOperand.left(state(rows, step), false, 1),
        ProductOperand.right(WEIGHT, true, 1),
        List.of(),
        Tape.of(Expr.variable(MatmulLaunch.PRODUCT)),
        List.of(new Store(Place.matrix(Region.WORKSPACE, 0, rows, GATES), Store.Mode.STORE, 0)),
        Optional.empty(),
        false);
  }

  private static Launch map(int rows, int step) {
    Expr gated = Functions.sigmoid(Expr.variable("left")).times(Expr.variable("right"));
    Expr noise = Expr.variable("noise").times(Expr.variable("share"));
    return new MapLaunch(
        "map " + step,
        Phase.FORWARD,
        "",
        rows,
        STATE,
        List.of(
            new Operand("left", new Source.Memory(gates(rows, 0))),
            new Operand("right", new Source.Memory(gates(rows, 3 * STATE))),
            new Operand("noise", new Source.Random(step)),
            new Operand("share", new Source.Argument(1f / (2 + step)))),
        Tape.of(gated.plus(noise)),
        List.of(new Store(state(rows, step + 1), Store.Mode.STORE, 0)),
        List.of(),
        false,
        false);
  }
}
