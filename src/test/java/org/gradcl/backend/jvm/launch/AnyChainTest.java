package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepField;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;

/**
 * Products and maps over any places that follow each other, some of which become chains, against
 * the same launches one by one.
 */
class AnyChainTest {
  private static final int INNER = 64;
  private static final int FLOATS = 69_000;
  private static final List<LaunchBed.Config> CONFIGS = LaunchBed.configs().toList();

  @SeededCases(200)
  void launchesHaveTheSameBitsWhateverIsAChain(Draw draw) {
    int rows = draw.integer(1, 70);
    int distance = draw.integer(256, 512);
    List<Launch> launches = new ArrayList<>();
    for (int i = draw.integer(2, 12); i > 0; i--) {
      launches.add(
          draw.of(true, false) ? map(draw, rows, distance, i) : product(draw, rows, distance));
    }
    LaunchBed.Config config = draw.of(CONFIGS);
    try (LaunchBed chained = LaunchBed.training(config);
        LaunchBed apart = LaunchBed.training(config)) {
      launches.forEach(launch -> matrix(chained, launch).ifPresent(m -> join(chained, m)));
      launches.forEach(launch -> matrix(apart, launch).ifPresent(m -> join(apart, m)));
      List<LaunchRunner> runners = new Runners(chained.context).of(launches);
      Runners each = new Runners(apart.context);
      List<Runner> single = launches.stream().map(launch -> launch.accept(each)).toList();
      for (int run = 0; run < 2; run++) {
        chained.weights.changed();
        runners.forEach(runner -> runner.runner().run());
        apart.weights.changed();
        single.forEach(Runner::run);
        for (Region region : List.of(Region.WORKSPACE, Region.OUTPUT, Region.GRADIENT)) {
          assertThat(chained.memory.of(region))
              .as("%s", launches)
              .isEqualTo(apart.memory.of(region));
        }
      }
    }
  }

  private static void join(LaunchBed bed, WeightMatrix matrix) {
    bed.weights.join(List.of(matrix));
  }

  private static Optional<WeightMatrix> matrix(LaunchBed bed, Launch launch) {
    return launch instanceof MatmulLaunch product
        ? WeightMatrix.of(product, true, bed.context.products())
        : Optional.empty();
  }

  private static Launch product(Draw draw, int rows, int distance) {
    int inner = draw.of(INNER, INNER, 17, 270);
    int columns = draw.of(INNER, 2 * INNER, 70, 250);
    boolean turned = draw.of(true, false);
    int base = 16 * draw.integer(0, 3);
    Place weight =
        turned
            ? Place.matrix(Region.PARAMETER, base, columns, inner)
            : Place.matrix(Region.PARAMETER, base, inner, columns);
    Place a = Place.matrix(region(draw), 0, rows, inner, Math.max(distance, inner));
    a = at(a, draw);
    List<Place> read = new ArrayList<>(List.of(a));
    List<Operand> operands = new ArrayList<>();
    Expr result = Expr.variable(MatmulLaunch.PRODUCT);
    if (draw.of(true, false)) {
      Place x = place(draw, rows, columns, distance);
      read.add(x);
      operands.add(new Operand("x", new Source.Memory(x)));
      operands.add(new Operand("noise", new Source.Random(draw.integer(0, 9))));
      result = Functions.tanh(result.plus(Expr.variable("x"))).times(Expr.variable("noise"));
    }
    Place target = target(draw, rows, columns, distance, read);
    return new MatmulLaunch(
        "product",
        Phase.FORWARD,
        "",
        rows,
        columns,
        inner,
        1,
        ProductOperand.left(a, false, 1),
        ProductOperand.right(weight, turned, 1),
        operands,
        Tape.of(result),
        List.of(new Store(target, draw.of(Store.Mode.STORE, Store.Mode.STORE, Store.Mode.ADD), 0)),
        Optional.empty(),
        false);
  }

  private static Launch map(Draw draw, int rows, int distance, int number) {
    int columns = draw.of(1, 5, INNER, INNER, 2 * INNER);
    Place x = place(draw, rows, columns, distance);
    Place y = place(draw, rows, columns, distance);
    Expr sum = Expr.variable("x").plus(Expr.variable("y").times(Expr.variable("share")));
    Expr noise = Expr.variable("noise").times(Expr.variable("rate"));
    Place target = target(draw, rows, columns, distance, List.of(x, y));
    return new MapLaunch(
        "map",
        Phase.FORWARD,
        "",
        rows,
        columns,
        List.of(
            new Operand("x", new Source.Memory(x)),
            new Operand("y", new Source.Memory(y)),
            new Operand("share", new Source.Argument(1f / number)),
            new Operand("noise", new Source.Random(number)),
            new Operand("rate", new Source.Record(StepField.LEARNING_RATE))),
        Tape.of(Functions.tanh(sum).plus(noise)),
        List.of(new Store(target, draw.of(Store.Mode.STORE, Store.Mode.STORE, Store.Mode.ADD), 0)),
        List.of(),
        false,
        false);
  }

  private static Place place(Draw draw, int rows, int columns, int distance) {
    int column = draw.of(1, 1, 1, 1, 0, 2, -1);
    int row =
        draw.of(true, true, true, false) ? distance : draw.of(0, 1, columns, distance + 1, -1);
    List<Place.Axis> axes = new ArrayList<>(List.of(new Place.Axis(rows, row)));
    int kind = draw.integer(0, 4);
    if (kind == 0) {
      axes.add(new Place.Axis(1, draw.integer(0, 99)));
    } else if (kind == 1) {
      axes.add(0, new Place.Axis(1, draw.integer(0, 99)));
    }
    int rowAxes = axes.size();
    axes.add(new Place.Axis(columns, column));
    return at(new Place(region(draw), 0, axes, rowAxes), draw);
  }

  /** That of one of the places that are read, or one that meets none of them. */
  private static Place target(Draw draw, int rows, int columns, int distance, List<Place> read) {
    for (int tries = 0; tries < 50; tries++) {
      Place place = draw.of(true, false) ? place(draw, rows, columns, distance) : draw.of(read);
      boolean fits = place.rows() == rows && place.columns() == columns;
      boolean meets =
          read.stream().anyMatch(other -> !other.equals(place) && other.overlaps(place));
      if (fits && !place.repeats() && place.isDistinct() && !meets) {
        return place;
      }
    }
    return Place.matrix(Region.GRADIENT, 0, rows, columns);
  }

  /** The same begun at a multiple of some columns, so that places lie beside each other. */
  private static Place at(Place place, Draw draw) {
    int base = 1000 + INNER * draw.integer(0, 16);
    Place moved = new Place(place.region(), base, place.axes(), place.rowAxes());
    assertThat(moved.first()).isNotNegative();
    assertThat(moved.end()).isLessThan(FLOATS);
    return moved;
  }

  private static Region region(Draw draw) {
    return draw.of(Region.WORKSPACE, Region.WORKSPACE, Region.OUTPUT);
  }
}
