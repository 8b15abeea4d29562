package org.gradcl.metric;

import java.util.Map;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * A figure of a model over a data set: a few sums over each batch, added over the batches in
 * float64, and a formula of the sums. Implementations are immutable values.
 */
public interface Metric {

  /**
   * {@return what people call it, such as {@code rmse}; unique among the metrics asked for at once}
   */
  String name();

  /**
   * Refuses a model that this metric can't judge.
   *
   * @param prediction the shape of one sample's prediction
   * @param target the shape of one sample's target
   * @throws ShapeMismatchException naming both shapes
   */
  void requireShapes(Shape prediction, Shape target);

  /**
   * Writes the sums over a batch into a graph.
   *
   * @param graph to be written into
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}
   * @return by name: scalars, each a sum over all elements or rows, vectors with a sum for each
   *     place on the last axis, or matrices of such sums
   */
  Map<String, Value> append(Graph graph, Value prediction, Value target);

  /**
   * {@return whether it needs every prediction beside its target, as {@link Totals#pairs}} Unless
   * overridden it does not: sums suffice.
   */
  default boolean gathers() {
    return false;
  }

  /** {@return the figure, from the sums over all batches} */
  double figure(Totals totals);

  /** {@return what it has counted beside its figure, if people look at that, too} */
  default Optional<HostTensor> table(Totals totals) {
    return Optional.empty();
  }

  /**
   * {@return this metric of one output of a model that has several, named {@code height/rmse}}
   *
   * @param output the name of the output
   * @param target the name of the array that it is compared with
   */
  default OutputMetric of(String output, String target) {
    return new OutputMetric(this, output, target);
  }
}
