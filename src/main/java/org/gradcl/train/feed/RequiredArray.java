package org.gradcl.train.feed;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.tensor.Shape;

/**
 * An array of each sample that a model or a loss reads.
 *
 * @param name by which it is read
 * @param shape of one sample's
 * @param reader gives the text by which messages name who reads it, for example {@code layer.0
 *     (dense 64 relu)}; each step looks at its batch, so the text is made only when it is needed
 * @param indices that it may hold; none where it holds any finite numbers
 */
public record RequiredArray(
    String name, Shape shape, Supplier<String> reader, Optional<IndexRange> indices) {

  /** {@return an array of any finite numbers} */
  public static RequiredArray ofNumbers(String name, Shape shape, Supplier<String> reader) {
    return new RequiredArray(name, shape, reader, Optional.empty());
  }

  /** {@return an array of indices} */
  public static RequiredArray ofIndices(
      String name, Shape shape, Supplier<String> reader, IndexRange indices) {
    return new RequiredArray(name, shape, reader, Optional.of(indices));
  }

  /** {@return the array with one more index that is allowed, if it is one of indices} */
  public RequiredArray orIndex(int index) {
    return new RequiredArray(name, shape, reader, indices.map(range -> range.or(index)));
  }

  /**
   * Refuses samples without such an array.
   *
   * @throws DataException if there is none of the name
   * @throws ShapeMismatchException if it has another shape; the message has both
   */
  void requireIn(Map<String, Shape> shapes) {
    Shape found = shapes.get(name);
    if (found == null) {
      throw new DataException(
          String.format(
              "%s reads '%s' of shape %s. The data has no '%s'; it has %s: give it by this name"
                  + " (ArrayDataSet.with), or rename an array of the data",
              reader.get(), name, shape, name, shapes.keySet()));
    }
    if (!found.equals(shape)) {
      throw new ShapeMismatchException(
          String.format(
              "%s takes %s of shape %s, the data has %s of shape %s%s",
              reader.get(), plural(), shape, plural(), found, advice(found)));
    }
  }

  private String plural() {
    return switch (name) {
      case BatchSource.INPUT -> "inputs";
      case BatchSource.TARGET -> "targets";
      default -> "'" + name + "'";
    };
  }

  /** Advice on an array of another shape. */
  private String advice(Shape found) {
    if (indices.isPresent() && shape.rank() == 0 && found.elements() == 1) {
      return "; give each index as an int, or map the " + name + " to the shape []";
    }
    if (indices.isPresent()
        && found.rank() == shape.rank() + 1
        && found.extent(-1) == indices.get().count()) {
      return "; give the index of each class, not an indicator for each";
    }
    if (found.rank() == 0 && shape.elements() == 1) {
      return "; a single number without an axis is an index: give arrays of one number";
    }
    if (indices.isPresent() && found.rank() == 0 && name.equals(BatchSource.TARGET)) {
      return "; the data has one index a sample: end the model so that it predicts once a sample,"
          + " by a last state, a mean or a flatten";
    }
    return "; give the data this shape (BatchSource.map), or have the model take that of the data";
  }
}
