package org.gradcl.nn;

import org.gradcl.graph.Graph;
import org.gradcl.graph.Role;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A tensor that a layer learns.
 *
 * @param name within the layer, such as {@code weight}; the whole name is {@code layer.0.weight}
 * @param shape its extents
 * @param initializer how its first values are drawn
 * @param fanIn the number of inputs of one unit, for the initialiser
 * @param fanOut the number of units that read one input, for the initialiser
 */
public record LayerParameter(
    String name, Shape shape, Initializer initializer, int fanIn, int fanOut) {

  /**
   * {@return this parameter as a value of a graph, named after the layer that the graph's scope
   * names}
   *
   * @param graph whose scope is the name of the layer
   */
  public Value in(Graph graph) {
    return graph.parameter(graph.scope() + "." + name, shape, Role.PARAMETER);
  }
}
