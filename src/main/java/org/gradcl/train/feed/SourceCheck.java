package org.gradcl.train.feed;

import java.nio.FloatBuffer;
import java.util.Map;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.loss.Loss;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;

/** Whether a source fits a model and its loss. */
public final class SourceCheck {
  private SourceCheck() {}

  /**
   * Refuses inputs that the model can't take.
   *
   * @throws ShapeMismatchException naming the layer and both shapes
   * @throws DataException if the source has no inputs or no samples
   */
  public static void requireInputs(BatchSource source, Sequential model) {
    requireInputs(source, source.sampleShapes(), model);
  }

  private static void requireInputs(
      BatchSource source, Map<String, Shape> shapes, Sequential model) {
    if (source.samples() < 1) {
      throw new DataException(
          "The data is empty: the source has " + source.samples() + " samples; give at least one");
    }
    Shape found = shape(shapes, BatchSource.INPUT);
    if (!found.equals(model.inputShape())) {
      throw new ShapeMismatchException(
          String.format(
              "layer.0 (%s) takes samples of shape %s, the data has inputs of shape %s",
              model.layers().get(0).describe(), model.inputShape(), found));
    }
  }

  /**
   * Refuses inputs that the model can't take and targets that the loss can't take.
   *
   * @throws ShapeMismatchException naming the layer or loss and both shapes
   * @throws DataException if something is missing, or a target is no index of a class
   */
  public static void requireTargets(BatchSource source, Sequential model, Loss loss) {
    Map<String, Shape> shapes = source.sampleShapes();
    requireInputs(source, shapes, model);
    Shape needed = loss.targetShape(model.outputShape());
    Shape found = shape(shapes, BatchSource.TARGET);
    if (!found.equals(needed)) {
      throw new ShapeMismatchException(
          String.format(
              "The loss %s of a model that yields %s takes targets of shape %s, the data has"
                  + " targets of shape %s",
              loss.describe(), model.outputShape(), needed, found));
    }
    if (source instanceof ArrayDataSet arrayDataSet && isClassIndex(model, loss)) {
      float[] targets = arrayDataSet.targets();
      CheckedCursor.requireClasses(
          FloatBuffer.wrap(targets), 0, targets.length, model.outputShape().columns());
    }
  }

  /**
   * A cursor over a source's inputs whose numbers are checked as they are read, where they have not
   * been before.
   */
  public static BatchCursor checkedInputs(BatchSource source, BatchCursor cursor) {
    return source instanceof ArrayDataSet ? cursor : new CheckedCursor(cursor, source, 0);
  }

  /**
   * A cursor whose inputs and targets are checked as they are read, where they have not been
   * before.
   */
  public static BatchCursor checked(
      BatchSource source, BatchCursor cursor, Sequential model, Loss loss) {
    int classes = isClassIndex(model, loss) ? model.outputShape().columns() : 0;
    return source instanceof ArrayDataSet ? cursor : new CheckedCursor(cursor, source, classes);
  }

  /** Whether a target is the index of a class: one number for a row of logits. */
  private static boolean isClassIndex(Sequential model, Loss loss) {
    return model.outputShape().rank() == 1 && loss.targetShape(model.outputShape()).rank() == 0;
  }

  private static Shape shape(Map<String, Shape> shapes, String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new DataException("The data has no '" + name + "'; it has " + shapes.keySet());
    }
    return shape;
  }
}
