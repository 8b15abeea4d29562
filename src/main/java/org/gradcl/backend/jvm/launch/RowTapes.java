package org.gradcl.backend.jvm.launch;

import java.util.List;
import java.util.function.BiFunction;
import org.gradcl.expr.Tape;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.Store;

/**
 * The tapes of a row launch as they are bound for one way of visiting its domain: one for each pass
 * of reductions, one for what is stored an element and one for what is stored a row. Safe for use
 * by the threads of a team, each by its number.
 */
final class RowTapes {
  final BoundTape[] reductions;
  final BoundTape elements;
  final BoundTape rows;

  /**
   * Binds the tapes of a launch.
   *
   * @param ofElements binds a tape that is evaluated for each element, with its stores
   * @param ofRows binds a tape that is evaluated for each row, with its stores
   */
  RowTapes(
      RowLaunch launch,
      BiFunction<Tape, List<Store>, BoundTape> ofElements,
      BiFunction<Tape, List<Store>, BoundTape> ofRows) {
    reductions = new BoundTape[launch.passes().size()];
    for (int pass = 0; pass < reductions.length; pass++) {
      reductions[pass] = ofElements.apply(launch.passTape(pass), List.of());
    }
    elements = ofElements.apply(launch.elements(), launch.stores());
    rows = ofRows.apply(launch.rowTape(), launch.rowStores());
  }

  /** Reads what is the same for all elements; once a launch. */
  void begin() {
    for (BoundTape reduction : reductions) {
      reduction.begin();
    }
    elements.begin();
    rows.begin();
  }

  /** Where the results of earlier passes are found from now on, by reduction, from a row on. */
  void use(float[][] results, int firstRow, int thread) {
    for (BoundTape reduction : reductions) {
      reduction.use(results, firstRow, thread);
    }
    elements.use(results, firstRow, thread);
    rows.use(results, firstRow, thread);
  }

  /** How much work a launch is, in additions, roughly. */
  long cost(RowLaunch launch) {
    long perElement = elements.cost();
    for (BoundTape reduction : reductions) {
      perElement += reduction.cost();
    }
    long elementCount = (long) launch.rows() * launch.columns();
    return perElement * elementCount + (long) rows.cost() * launch.rows();
  }
}
