package org.gradcl.loss;

import java.util.List;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.tensor.Shape;

/** Outputs that are compared vector by vector, along their last axis. */
final class Vectors {
  private Vectors() {}

  /**
   * The shape of one number for each vector of a sample.
   *
   * @throws ShapeMismatchException if the outputs have no or different vectors
   */
  static Shape each(List<Shape> predictions, String loss) {
    Shape first = predictions.get(0);
    if (first.rank() == 0 || predictions.stream().distinct().count() != 1) {
      throw new ShapeMismatchException(
          String.format(
              "The loss %s compares vectors [..., features] of one shape; samples of the outputs"
                  + " have the shapes %s",
              loss, predictions));
    }
    return first.leading(first.rank() - 1);
  }
}
