package org.gradcl.train.feed;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.Capability;
import org.gradcl.data.DataException;

/**
 * A pass whose samples are checked before they go to the device: their number is as asked for, all
 * numbers are finite (unless the source promises it), and a target that is the index of a class
 * names an existing class.
 */
final class CheckedCursor implements BatchCursor {
  private final BatchCursor cursor;
  private final Map<String, Integer> elements;
  private final boolean finite;
  private final int leastClass;
  private final int classes;

  /**
   * A pass that is checked.
   *
   * @param cursor of the source
   * @param leastClass 0, or {@link BatchSource#UNSEEN_CLASS} if that is allowed
   * @param classes the number of classes; 0 if targets are not indices of classes, or were checked
   *     before
   */
  CheckedCursor(BatchCursor cursor, BatchSource source, int leastClass, int classes) {
    this.cursor = cursor;
    this.finite = source.capabilities().contains(Capability.FINITE);
    this.leastClass = leastClass;
    this.classes = classes;
    this.elements = finite ? Map.of() : elements(source);
  }

  private static Map<String, Integer> elements(BatchSource source) {
    Map<String, Integer> elements = new LinkedHashMap<>();
    source.sampleShapes().forEach((name, shape) -> elements.put(name, shape.elements()));
    return elements;
  }

  @Override
  public void fill(int rows, Map<String, FloatBuffer> buffers) {
    long first = cursor.position();
    cursor.fill(rows, buffers);
    requireMoved(first, rows);
    if (!finite) {
      for (Map.Entry<String, FloatBuffer> filled : buffers.entrySet()) {
        requireFinite(filled.getKey(), filled.getValue(), first, rows);
      }
    }
    FloatBuffer targets = buffers.get(BatchSource.TARGET);
    if (targets != null && classes > 0) {
      requireClasses(targets, first, rows);
    }
  }

  /** If the source wrote less, the rest would be that of an older batch. */
  private void requireMoved(long first, int rows) {
    long given = cursor.position() - first;
    if (given != rows) {
      throw new DataException(
          String.format(
              "The source was asked for %d samples from sample %d of the pass (from 0) on and gave"
                  + " %d, by its position; it must give as many samples as it says that it has, and"
                  + " move behind them",
              rows, first, given));
    }
  }

  private void requireFinite(String name, FloatBuffer values, long first, int rows) {
    int width = elements.get(name);
    for (int i = 0; i < rows * width; i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new DataException(
            String.format(
                "Sample %d of the pass (from 0) has %s at column %d of its %s (from 0); the source"
                    + " must give finite numbers",
                first + i / width, values.get(i), i % width, name));
      }
    }
  }

  /**
   * Refuses targets that are no indices of classes.
   *
   * @param first the number of the first sample, for the message
   * @throws DataException naming the first that is none
   */
  private void requireClasses(FloatBuffer targets, long first, int rows) {
    for (int row = 0; row < rows; row++) {
      float target = targets.get(row);
      if (!(target >= leastClass && target < classes && target == Math.rint(target))) {
        throw new DataException(
            String.format(
                "Sample %d of the pass (from 0) has the target %s; the model has %d classes,"
                    + " whose indices are the whole numbers 0 to %d%s",
                first + row,
                target,
                classes,
                classes - 1,
                target == BatchSource.UNSEEN_CLASS
                    ? "; a class that the training part did not have can't be trained on"
                    : ""));
      }
    }
  }

  @Override
  public long position() {
    return cursor.position();
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
