package org.gradcl.train.feed;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.Capability;
import org.gradcl.data.DataException;
import org.gradcl.data.SampleOrder;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.tensor.Shape;

/** Checks that the samples of a source have what a model and its loss read of them. */
public final class SourceCheck {
  /** The number of samples whose indices are checked together. */
  private static final int LOOKED_AT = 64;

  private SourceCheck() {}

  /**
   * Refuses a source without the arrays that are read of each sample. All indices of data in memory
   * are looked at.
   *
   * @throws ShapeMismatchException naming the reader and both shapes
   * @throws DataException if the source has no samples, an array is missing, or an index lies
   *     outside its range
   */
  public static void require(BatchSource source, RequiredArrays arrays) {
    Objects.requireNonNull(source, "source");
    if (source.samples() < 1) {
      throw new DataException(
          "The data is empty: the source has " + source.samples() + " samples; give at least one");
    }
    Map<String, Shape> shapes = source.sampleShapes();
    for (RequiredArray array : arrays.all()) {
      array.requireIn(shapes);
    }
    if (source.capabilities().contains(Capability.IN_MEMORY) && !arrays.ofIndices().isEmpty()) {
      requireIndices(source, arrays.ofIndices());
    }
  }

  private static void requireIndices(BatchSource source, List<RequiredArray> indices) {
    int most = (int) Math.min(source.samples(), LOOKED_AT);
    Map<String, FloatBuffer> buffers = new LinkedHashMap<>();
    for (RequiredArray array : indices) {
      buffers.put(array.name(), FloatBuffer.allocate(most * array.shape().elements()));
    }
    try (BatchCursor cursor = source.open(SampleOrder.sequential())) {
      CheckedCursor checked = new CheckedCursor(cursor, source, indices);
      for (long left = source.samples(); left > 0; left -= most) {
        checked.fill((int) Math.min(left, most), buffers);
      }
    }
  }

  /**
   * {@return a pass whose samples are checked as they are read} Indices of data in memory were
   * checked by {@link #require}.
   *
   * @param cursor of the source
   * @param arrays that are read of each sample
   */
  public static BatchCursor checked(BatchSource source, BatchCursor cursor, RequiredArrays arrays) {
    boolean lookedAt = source.capabilities().contains(Capability.IN_MEMORY);
    return new CheckedCursor(cursor, source, lookedAt ? List.of() : arrays.ofIndices());
  }
}
