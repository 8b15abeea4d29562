package org.gradcl.loss;

import java.util.List;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A loss whose targets are indices of classes: one for each row of the prediction, whose last axis
 * counts the classes. So a sample may be a sequence, or an image, of such rows.
 *
 * <p>Its mean is Σℓ / Σw over the targets that are not ignored, w being the weight of a target's
 * class, and 0 where none is left.
 */
public interface ClassLoss extends PredictionLoss {
  /** {@return the weights of classes, and the target that is ignored} */
  ClassTargets targets();

  @Override
  default Shape targetShape(Shape prediction) {
    String name = describe().split(" ")[0];
    if (prediction.rank() < 1 || prediction.columns() < 2) {
      throw new ShapeMismatchException(
          name
              + " takes one number for each of at least two classes, along the last axis; the model"
              + " predicts a sample of shape "
              + prediction);
    }
    int weights = targets().weights().size();
    if (weights > 0 && weights != prediction.columns()) {
      throw new ShapeMismatchException(
          String.format(
              "%s has weights of %d classes; the model predicts a sample of shape %s, whose last"
                  + " axis counts the classes",
              name, weights, prediction));
    }
    return prediction.leading(prediction.rank() - 1);
  }

  @Override
  default Optional<InputSpec> target(List<Shape> predictions) {
    Shape prediction = predictions.get(0);
    InputSpec indices = InputSpec.indices(targetShape(prediction), prediction.columns());
    return Optional.of(
        targets().ignored().isPresent()
            ? indices.ignoring(targets().ignored().getAsInt())
            : indices);
  }

  @Override
  default Optional<Value> counts(Graph graph, List<Value> predictions, Optional<Value> target) {
    return targets().counts(graph, target.orElseThrow());
  }
}
