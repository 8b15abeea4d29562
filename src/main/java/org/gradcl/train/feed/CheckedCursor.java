package org.gradcl.train.feed;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.Capability;
import org.gradcl.data.DataException;
import org.gradcl.tensor.Shape;

/**
 * A pass whose samples are checked before they go to the device: their number is as asked for, all
 * numbers are finite (unless the source promises it), and indices of classes and of tables' rows
 * lie in their range, as do lengths.
 */
final class CheckedCursor implements BatchCursor {
  private final BatchCursor cursor;
  private final Map<String, Shape> shapes;
  private final boolean finite;
  private final List<RequiredArray> indices;

  /**
   * A pass that is checked.
   *
   * @param cursor of the source
   * @param indices the arrays of indices that were not checked before
   */
  CheckedCursor(BatchCursor cursor, BatchSource source, List<RequiredArray> indices) {
    this.cursor = cursor;
    this.finite = source.capabilities().contains(Capability.FINITE);
    this.shapes = finite ? Map.of() : source.sampleShapes();
    this.indices = indices;
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
    for (RequiredArray array : indices) {
      FloatBuffer filled = buffers.get(array.name());
      if (filled != null) {
        requireIndices(array, filled, first, rows);
      }
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
    int width = shapes.get(name).elements();
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
   * Refuses numbers that are no indices.
   *
   * @param first the number of the first sample, for the message
   * @throws DataException naming the first that is none
   */
  private void requireIndices(RequiredArray array, FloatBuffer values, long first, int rows) {
    IndexRange range = array.indices().orElseThrow();
    int width = array.shape().elements();
    for (int i = 0; i < rows * width; i++) {
      float index = values.get(i);
      if (!range.contains(index)) {
        throw new DataException(
            String.format(
                "Sample %d of the pass (from 0) has the %s %s%s; %s %s; %s",
                first + i / width,
                array.name(),
                index,
                array.shape().rank() == 0 ? "" : " at column " + i % width + " (from 0)",
                array.reader().get(),
                range.rule(),
                array.name().equals(BatchSource.TARGET) && index == BatchSource.UNSEEN_CLASS
                    ? "a class that the training part did not have can't be trained on"
                    : range.cure()));
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
