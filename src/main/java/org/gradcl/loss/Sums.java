package org.gradcl.loss;

import java.util.List;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;

/** Sums over a batch that are computed with: those that {@code Graph.sum} yields end a graph. */
final class Sums {
  private Sums() {}

  /** The sum over all axes, a scalar. */
  static Value of(Graph graph, Value value) {
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.sum(MapElements.variable(0))), RowProgram.reduced(0), true);
    return graph.rowsOfViews(value.shape(), 0, program, List.of(IndexedValue.whole(value)));
  }
}
