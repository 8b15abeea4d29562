package org.gradcl.metric;

import java.nio.FloatBuffer;
import java.util.Map;
import org.gradcl.graph.Graph;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A figure of a model over a data set: a few sums over each batch, added over the batches in
 * float64, and a formula of the sums. Implementations are immutable values.
 */
public interface Metric {

  /** What people call it, such as {@code rmse}; unique among the metrics asked for at once. */
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
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}
   * @return scalars by name, each a sum over all elements or rows
   */
  Map<String, Value> append(Graph graph, Value prediction, Value target);

  /**
   * Adds what this metric sums over the targets alone; nothing unless overridden. The host does
   * this, in float64: in a device's float32 the squares of targets far from zero would drown their
   * variance.
   *
   * @param targets of a batch, row major from index 0; not to be changed
   * @param elements how many numbers
   * @param sums to be added to, under names that {@link #append} does not give
   */
  default void addTargets(FloatBuffer targets, int elements, Map<String, Double> sums) {}

  /**
   * The figure.
   *
   * @param sums by the names that {@link #append} and {@link #addTargets} gave, over all batches
   * @param samples in all batches
   * @param elements of all targets: the samples times the numbers in one target
   */
  double figure(Map<String, Double> sums, long samples, long elements);
}
