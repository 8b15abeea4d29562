package org.gradcl.backend.opencl.launch;

import java.util.List;
import java.util.stream.Stream;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.plan.WindowedPlace;

/** How many neighbours, from a multiple of as many on, are at one distance wherever they lie. */
final class RowRuns {
  /** All of them. */
  static final int ANY = Integer.MAX_VALUE;

  private RowRuns() {}

  /** Of the columns of a launch. */
  static int along(RowLaunch launch) {
    return least(launch.operands(), stores(launch).toList());
  }

  /** Of its rows. */
  static int across(RowLaunch launch) {
    int windows =
        launch.reductions().stream()
            .flatMap(reduction -> reduction.windows().stream())
            .mapToInt(RowRuns::of)
            .min()
            .orElse(ANY);
    boolean draws = launch.operands().stream().anyMatch(o -> o.source() instanceof Source.Random);
    List<Store> turned = stores(launch).map(Store::turned).toList();
    return draws ? 1 : Math.min(windows, least(launch.turnedOperands(), turned));
  }

  private static Stream<Store> stores(RowLaunch launch) {
    return Stream.concat(launch.stores().stream(), launch.rowStores().stream());
  }

  private static int least(List<Operand> operands, List<Store> stores) {
    Stream<Source> read = operands.stream().map(Operand::source);
    Stream<Source> written = stores.stream().map(store -> new Source.Memory(store.place()));
    return Stream.concat(read, written).mapToInt(RowRuns::of).min().orElse(ANY);
  }

  private static int of(Source source) {
    if (source.hasVectors()) {
      return ANY;
    }
    if (source instanceof Source.Gathered) {
      return 1;
    }
    List<Place.Axis> columns;
    if (source instanceof Source.Index index) {
      columns = index.columns();
    } else {
      Place place = ((Source.Memory) source).place();
      columns = place.axes().subList(place.rowAxes(), place.axes().size());
    }
    return columns.get(columns.size() - 1).extent();
  }

  private static int of(WindowedPlace place) {
    boolean whole = place.rows().size() == 1 && place.run() == place.rows().get(0).extent();
    return whole ? ANY : place.run();
  }
}
