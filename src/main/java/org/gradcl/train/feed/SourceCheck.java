package org.gradcl.train.feed;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Objects;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.Capability;
import org.gradcl.data.DataException;
import org.gradcl.data.SampleOrder;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.loss.Loss;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;

/** Checks that a source fits a model and its loss. */
public final class SourceCheck {
  /** The number of targets that are checked together. */
  private static final int LOOKED_AT = 64;

  private SourceCheck() {}

  /**
   * Refuses inputs that the model can't take.
   *
   * @throws ShapeMismatchException naming the layer and both shapes
   * @throws DataException if the source has no inputs or no samples
   */
  public static void requireInputs(BatchSource source, Sequential model) {
    Objects.requireNonNull(source, "source");
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
   * Refuses inputs that the model can't be trained on and targets that the loss can't take.
   *
   * @throws ShapeMismatchException naming the layer or loss and both shapes
   * @throws DataException if something is missing, or a target is no index of a class
   */
  public static void requireTargets(BatchSource source, Sequential model, Loss loss) {
    requireTargets(source, model, loss, 0);
  }

  /**
   * As {@link #requireTargets}, for evaluation: a target may be {@link BatchSource#UNSEEN_CLASS}.
   */
  public static void requireJudgedTargets(BatchSource source, Sequential model, Loss loss) {
    requireTargets(source, model, loss, BatchSource.UNSEEN_CLASS);
  }

  private static void requireTargets(
      BatchSource source, Sequential model, Loss loss, int leastClass) {
    Objects.requireNonNull(source, "source");
    Map<String, Shape> shapes = source.sampleShapes();
    requireInputs(source, shapes, model);
    Shape needed = loss.targetShape(model.outputShape());
    Shape found = shape(shapes, BatchSource.TARGET);
    if (!found.equals(needed)) {
      throw new ShapeMismatchException(
          String.format(
              "The loss %s of a model that yields %s takes targets of shape %s, the data has"
                  + " targets of shape %s%s",
              loss.describe(),
              model.outputShape(),
              needed,
              found,
              advice(needed, found, model.outputShape())));
    }
    if (source.capabilities().contains(Capability.IN_MEMORY) && isClassIndex(model, loss)) {
      requireClasses(source, leastClass, model.outputShape().columns());
    }
  }

  /** Advice on targets of another shape, where it is clear what was meant. */
  private static String advice(Shape needed, Shape found, Shape prediction) {
    if (needed.rank() == 0 && found.elements() == 1) {
      return "; give the index of each class as an int, or map the target to the shape []";
    }
    if (needed.rank() == 0 && found.equals(prediction)) {
      return "; give the index of each class, not an indicator for each";
    }
    if (found.rank() == 0 && needed.elements() == 1) {
      return "; a target without an axis is the index of a class: give arrays of one number";
    }
    return "";
  }

  /** Checks all targets before training starts. */
  private static void requireClasses(BatchSource source, int leastClass, int classes) {
    FloatBuffer targets = FloatBuffer.allocate((int) Math.min(source.samples(), LOOKED_AT));
    try (BatchCursor cursor = source.open(SampleOrder.sequential())) {
      CheckedCursor checked = new CheckedCursor(cursor, source, leastClass, classes);
      for (long left = source.samples(); left > 0; left -= targets.capacity()) {
        checked.fill((int) Math.min(left, targets.capacity()), Map.of(BatchSource.TARGET, targets));
      }
    }
  }

  /** A cursor over a source's inputs whose numbers are checked as they are read. */
  public static BatchCursor checkedInputs(BatchSource source, BatchCursor cursor) {
    return new CheckedCursor(cursor, source, 0, 0);
  }

  /** A cursor for training whose inputs and targets are checked as they are read. */
  public static BatchCursor checked(
      BatchSource source, BatchCursor cursor, Sequential model, Loss loss) {
    return checked(source, cursor, model, loss, 0);
  }

  /** As {@link #checked}, for evaluation: a target may be {@link BatchSource#UNSEEN_CLASS}. */
  public static BatchCursor checkedToJudge(
      BatchSource source, BatchCursor cursor, Sequential model, Loss loss) {
    return checked(source, cursor, model, loss, BatchSource.UNSEEN_CLASS);
  }

  private static BatchCursor checked(
      BatchSource source, BatchCursor cursor, Sequential model, Loss loss, int leastClass) {
    boolean lookedAt = source.capabilities().contains(Capability.IN_MEMORY);
    int classes = isClassIndex(model, loss) && !lookedAt ? model.outputShape().columns() : 0;
    return new CheckedCursor(cursor, source, leastClass, classes);
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
