package org.gradcl.nn;

import java.util.List;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A part of a model: it states its parameters and writes its forward pass into a graph. Its
 * gradient follows from the graph. Implementations are immutable values.
 *
 * <p>Shapes here are of one sample; in the graph the batch comes first.
 */
public interface Layer {

  /** {@return the shape that this layer asks of a sample; empty if it takes any} */
  Optional<Shape> inputShape();

  /**
   * {@return the shape of a sample after this layer}
   *
   * @param input a shape that {@link #inputShape} allows; the model has checked it
   * @throws ShapeMismatchException if it can't take such a sample for another reason
   */
  Shape outputShape(Shape input);

  /** {@return what it learns, in order; empty for a layer that learns nothing} */
  List<LayerParameter> parameters();

  /**
   * Writes the forward pass of this layer into a graph whose scope is the layer's name.
   *
   * @param graph to be written into
   * @param x the layer's input, {@code [batch, …]}
   * @param mode whether parameters are being learnt
   * @return the layer's output, {@code [batch, …]}
   */
  Value append(Graph graph, Value x, Mode mode);

  /**
   * {@return the text form, such as {@code dense 26 64 relu}, by which a model file names the
   * layer} The initialisers are no part of it: they have done their work before a model is saved.
   */
  String describe();
}
