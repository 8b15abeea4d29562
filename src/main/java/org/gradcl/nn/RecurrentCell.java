package org.gradcl.nn;

import java.util.List;
import org.gradcl.graph.Value;

/** One step of a recurrent layer. */
@FunctionalInterface
interface RecurrentCell {
  /**
   * What the step leaves to the next.
   *
   * @param gates what input and state add to the gates
   * @param before what the step before left; empty at the first, which stands for zeros
   * @return the state, then what else the cell remembers, {@code [batch, 1, hidden]} each
   */
  List<Value> next(RecurrentGates gates, List<Value> before);
}
