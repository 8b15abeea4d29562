package org.gradcl.train;

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
final class SourceCheck {
  private SourceCheck() {}

  /**
   * Refuses inputs that the model can't take.
   *
   * @throws ShapeMismatchException naming the layer and both shapes
   * @throws DataException if the source has no inputs or no samples
   */
  static void requireInputs(BatchSource source, Sequential model) {
    if (source.samples() < 1) {
      throw new DataException("The data is empty: the source has " + source.samples() + " samples");
    }
    Shape found = shape(source, BatchSource.INPUT);
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
  static void requireTargets(BatchSource source, Sequential model, Loss loss) {
    requireInputs(source, model);
    Shape needed = loss.targetShape(model.outputShape());
    Shape found = shape(source, BatchSource.TARGET);
    if (!found.equals(needed)) {
      throw new ShapeMismatchException(
          String.format(
              "The loss %s of a model that yields %s takes targets of shape %s, the data has targets"
                  + " of shape %s",
              loss.describe(), model.outputShape(), needed, found));
    }
    if (source instanceof ArrayDataSet && isClassIndex(model, loss)) {
      float[] targets = ((ArrayDataSet) source).targets();
      requireClasses(FloatBuffer.wrap(targets), 0, targets.length, model);
    }
  }

  /** A cursor whose targets are checked as they are read, where they have not been before. */
  static BatchCursor checked(BatchSource source, BatchCursor cursor, Sequential model, Loss loss) {
    return source instanceof ArrayDataSet || !isClassIndex(model, loss)
        ? cursor
        : new CheckedCursor(cursor, model);
  }

  /** Whether a target is the index of a class: one number for a row of logits. */
  private static boolean isClassIndex(Sequential model, Loss loss) {
    return model.outputShape().rank() == 1 && loss.targetShape(model.outputShape()).rank() == 0;
  }

  private static Shape shape(BatchSource source, String name) {
    Shape shape = source.sampleShapes().get(name);
    if (shape == null) {
      throw new DataException(
          "The data has no '" + name + "'; it has " + source.sampleShapes().keySet());
    }
    return shape;
  }

  private static void requireClasses(FloatBuffer targets, long first, int rows, Sequential model) {
    int classes = model.outputShape().columns();
    for (int row = 0; row < rows; row++) {
      float target = targets.get(row);
      if (!(target >= 0 && target < classes && target == Math.rint(target))) {
        throw new DataException(
            String.format(
                "Sample %d of the pass (from 0) has the target %s; the model tells %d classes, whose"
                    + " indices are the whole numbers 0 to %d",
                first + row, target, classes, classes - 1));
      }
    }
  }

  private record CheckedCursor(BatchCursor cursor, Sequential model) implements BatchCursor {
    @Override
    public void fill(int rows, Map<String, FloatBuffer> buffers) {
      long first = cursor.position();
      cursor.fill(rows, buffers);
      FloatBuffer targets = buffers.get(BatchSource.TARGET);
      if (targets != null) {
        requireClasses(targets, first, rows, model);
      }
    }

    @Override
    public long position() {
      return cursor.position();
    }

    @Override
    public boolean seekable() {
      return cursor.seekable();
    }

    @Override
    public void seek(long sample) {
      cursor.seek(sample);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
