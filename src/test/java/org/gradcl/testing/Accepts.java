package org.gradcl.testing;

import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.metric.Metric;
import org.gradcl.tensor.Shape;

/** What metrics can judge. */
public final class Accepts {
  private Accepts() {}

  /** Whether a metric judges samples of these shapes. */
  public static boolean shapes(Metric metric, Shape prediction, Shape target) {
    try {
      metric.requireShapes(prediction, target);
      return true;
    } catch (ShapeMismatchException e) {
      return false;
    }
  }
}
