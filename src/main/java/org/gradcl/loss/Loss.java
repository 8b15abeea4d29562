package org.gradcl.loss;

import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The quantity that training minimises: a number for each element or sample, and the reduction of
 * these to one.
 *
 * <p>Implementations are immutable values. A loss states no gradient; it follows from the graph.
 */
public interface Loss {

  /**
   * Writes the losses of a batch into a graph, before any reduction.
   *
   * @param graph to be written into
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}, of the shape that {@link #targetShape} gives a sample
   * @return a loss for each element of the target, {@code [batch, …]}
   */
  Value each(Graph graph, Value prediction, Value target);

  /** {@return how the losses of a batch become one number} */
  Reduction reduction();

  /**
   * {@return the shape of one sample's target}
   *
   * @param prediction the shape of one sample's prediction
   * @throws ShapeMismatchException if this loss can't judge such a prediction
   */
  Shape targetShape(Shape prediction);

  /** {@return the text form, such as {@code huber delta=1 reduction=mean}, for a model file} */
  String describe();

  /**
   * Writes the loss of a batch into a graph. The factor of the reduction is an argument of the
   * launch, so that the batch size is no part of a kernel's text.
   *
   * <p>A loss of one's own that overrides this must end in the one sum over the batch: plans can't
   * compute with that sum yet (its root, say), and the compiler refuses it with a message.
   *
   * @param graph to be written into
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}, of the shape that {@link #targetShape} gives a sample
   * @return a scalar, the sum of something an element or a sample
   */
  default Value append(Graph graph, Value prediction, Value target) {
    Value each = each(graph, prediction, target);
    if (reduction() != Reduction.SUM) {
      double factor = reduction().factor(each.shape().extent(0), each.shape().elements());
      each = graph.map(each, graph.argument(factor), Expr::times);
    }
    return graph.sum(each, Extent.ALL);
  }

  /**
   * Writes the sum of the losses of a batch into a graph, without the reduction's factor.
   *
   * @param graph to be written into
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}, of the shape that {@link #targetShape} gives a sample
   * @return a scalar
   */
  default Value appendSum(Graph graph, Value prediction, Value target) {
    return graph.sum(each(graph, prediction, target), Extent.ALL);
  }

  /**
   * {@return the loss of many batches together}
   *
   * @param sum of what {@link #appendSum} gave for each batch
   * @param samples in all batches
   * @param elements of all targets
   */
  default double ofSum(double sum, long samples, long elements) {
    return sum * reduction().factor(samples, elements);
  }
}
