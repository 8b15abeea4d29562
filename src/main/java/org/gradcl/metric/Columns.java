package org.gradcl.metric;

import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** Values whose last axis counts outputs. */
final class Columns {
  private Columns() {}

  /** A value {@code [batch, …, outputs]}; one number a sample is one output. */
  static Value of(Graph graph, Value each) {
    Shape shape = each.shape();
    return shape.rank() > 1 ? each : graph.reshape(each, Shape.of(shape.extent(0), 1));
  }
}
