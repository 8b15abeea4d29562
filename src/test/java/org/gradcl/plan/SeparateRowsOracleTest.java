package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.plan.Place.Axis;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;

/** Launches that may be run row by row, against sets of all floats that each row meets. */
class SeparateRowsOracleTest {
  private static final int MOST_STRIDE = 8;

  /** A launch with the floats that each of its rows reads, and those that it writes. */
  private record Known(Launch launch, List<Set<Long>> reads, List<Set<Long>> writes) {
    static Known of(Launch launch, List<Place> readByRows, Optional<Place> readByAll) {
      Place target = launch.writes().get(0);
      List<Set<Long>> reads = new ArrayList<>();
      List<Set<Long>> writes = new ArrayList<>();
      for (int row = 0; row < target.rows(); row++) {
        Set<Long> read = new HashSet<>();
        for (Place place : readByRows) {
          read.addAll(floats(place, row));
        }
        readByAll.ifPresent(
            place ->
                IntStream.range(0, place.rows()).forEach(line -> read.addAll(floats(place, line))));
        reads.add(read);
        writes.add(floats(target, row));
      }
      return new Known(launch, reads, writes);
    }

    /** Whether a row of this writes what another row of the other reads or writes. */
    boolean disturbs(Known other) {
      for (int row = 0; row < writes.size(); row++) {
        for (int another = 0; another < writes.size(); another++) {
          Set<Long> met = new HashSet<>(other.reads.get(another));
          met.addAll(other.writes.get(another));
          met.retainAll(writes.get(row));
          if (row != another && !met.isEmpty()) {
            return true;
          }
        }
      }
      return false;
    }
  }

  @SeededCases
  void launchesAreTakenOnlyWhereNoRowMeetsWhatAnotherWrites(Draw draw) {
    SeparateRows separate = new SeparateRows();
    List<Known> taken = new ArrayList<>();
    int rows = draw.of(1, 2, 3, 4, 6);
    int distance = draw.integer(1, MOST_STRIDE);
    for (int i = draw.integer(2, 8); i > 0; i--) {
      Known next = draw.of(true, false) ? map(draw, rows, distance) : product(draw, rows, distance);
      if (separate.add(next.launch)) {
        taken.add(next);
      }
    }
    for (Known writer : taken) {
      for (Known other : taken) {
        assertThat(writer.disturbs(other))
            .as("%s writes for a row what %s meets for another", text(writer), text(other))
            .isFalse();
      }
    }
  }

  private static String text(Known known) {
    return known.launch.writes() + " from " + known.launch.reads();
  }

  private static Known map(Draw draw, int rows, int distance) {
    int columns = draw.integer(1, 4);
    Place left = place(draw, rows, columns, distance);
    Place right = place(draw, rows, columns, distance);
    Place target = place(draw, rows, columns, distance);
    Launch launch =
        new MapLaunch(
            "map",
            Phase.FORWARD,
            "",
            rows,
            columns,
            List.of(
                new Operand("x", new Source.Memory(left)),
                new Operand("y", new Source.Memory(right))),
            Tape.of(Expr.variable("x").plus(Expr.variable("y"))),
            List.of(new Store(target, draw.of(Store.Mode.values()), 0)),
            List.of(),
            false,
            false);
    return Known.of(launch, List.of(left, right), Optional.empty());
  }

  private static Known product(Draw draw, int rows, int distance) {
    int columns = draw.integer(1, 3);
    int inner = draw.integer(1, 3);
    Place a = matrix(draw, rows, inner, stride(draw, distance));
    boolean turned = draw.of(true, false);
    Place b =
        turned
            ? matrix(draw, columns, inner, inner + draw.integer(0, 2))
            : matrix(draw, inner, columns, columns + draw.integer(0, 2));
    Place x = place(draw, rows, columns, distance);
    Place target = place(draw, rows, columns, distance);
    Launch launch =
        new MatmulLaunch(
            "product",
            Phase.FORWARD,
            "",
            rows,
            columns,
            inner,
            1,
            ProductOperand.left(a, false, 1),
            ProductOperand.right(b, turned, 1),
            List.of(new Operand("x", new Source.Memory(x))),
            Tape.of(Expr.variable(MatmulLaunch.PRODUCT).plus(Expr.variable("x"))),
            List.of(new Store(target, draw.of(Store.Mode.values()), 0)),
            Optional.empty(),
            false);
    return Known.of(launch, List.of(a, x), Optional.of(b));
  }

  private static Place matrix(Draw draw, int rows, int columns, int stride) {
    return Place.matrix(region(draw), base(draw), rows, columns, stride);
  }

  /** Rows of one axis or two, some of one index, and any strides. */
  private static Place place(Draw draw, int rows, int columns, int distance) {
    List<Axis> axes = new ArrayList<>();
    split(draw, rows).forEach(extent -> axes.add(new Axis(extent, stride(draw, distance))));
    int rowAxes = axes.size();
    split(draw, columns).forEach(extent -> axes.add(new Axis(extent, draw.of(1, 1, 1, 0, 2, -1))));
    return new Place(region(draw), base(draw), axes, rowAxes);
  }

  private static List<Integer> split(Draw draw, int extent) {
    List<Integer> divisors =
        IntStream.rangeClosed(1, extent).filter(i -> extent % i == 0).boxed().toList();
    int outer = draw.of(divisors);
    return draw.of(true, false) ? List.of(extent) : List.of(outer, extent / outer);
  }

  /** Mostly that of the other places of a case, so that rows may be apart. */
  private static int stride(Draw draw, int distance) {
    return draw.of(true, true, true, false) ? distance : draw.integer(-MOST_STRIDE, MOST_STRIDE);
  }

  private static Region region(Draw draw) {
    return draw.of(Region.WORKSPACE, Region.WORKSPACE, Region.WORKSPACE, Region.OUTPUT);
  }

  private static int base(Draw draw) {
    return draw.integer(100, 100 + 12 * MOST_STRIDE);
  }

  /** The floats of a row, each region's apart. */
  private static Set<Long> floats(Place place, int row) {
    Set<Long> floats = new HashSet<>();
    for (int column = 0; column < place.columns(); column++) {
      long at = place.base();
      int rest = row * place.columns() + column;
      for (int axis = place.axes().size() - 1; axis >= 0; axis--) {
        at += (long) (rest % place.extent(axis)) * place.stride(axis);
        rest /= place.extent(axis);
      }
      floats.add(at + ((long) place.region().ordinal() << 32));
    }
    return floats;
  }
}
