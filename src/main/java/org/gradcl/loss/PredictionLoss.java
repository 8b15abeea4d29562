package org.gradcl.loss;

import java.util.List;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** A loss that judges one output of a model by one target. Implementations are immutable values. */
public interface PredictionLoss extends Loss {
  /**
   * Writes the losses of a batch into a graph, before any reduction.
   *
   * @param graph to be written into
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}, of the shape that {@link #targetShape} gives a sample
   * @return a loss for each element of the target, {@code [batch, …]}
   */
  Value each(Graph graph, Value prediction, Value target);

  /**
   * {@return the shape of one sample's target}
   *
   * @param prediction the shape of one sample's prediction
   * @throws ShapeMismatchException if this loss can't judge such a prediction
   */
  Shape targetShape(Shape prediction);

  @Override
  default Optional<InputSpec> target(List<Shape> predictions) {
    return Optional.of(InputSpec.of(targetShape(predictions.get(0))));
  }

  @Override
  default Value each(Graph graph, List<Value> predictions, Optional<Value> target) {
    return each(graph, predictions.get(0), target.orElseThrow());
  }
}
