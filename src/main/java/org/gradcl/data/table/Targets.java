package org.gradcl.data.table;

import java.util.List;
import org.gradcl.data.DataException;

/**
 * The target columns of a schema: the task they make, and what the outputs of a network mean for
 * them. Immutable.
 *
 * @param columns numeric columns (regression), or one text column of two classes or more
 *     (classification)
 */
record Targets(List<ColumnSchema> columns) {
  /**
   * Targets of one task.
   *
   * @throws DataException if they are neither all numeric nor one text column of two classes
   */
  Targets {
    columns = List.copyOf(columns);
    if (columns.stream().anyMatch(ColumnSchema.Indexed.class::isInstance)) {
      throw new DataException(
          "A target can't be a column of indices, which are inputs; let it be categorical: the"
              + " index of its class");
    }
    long texts = columns.stream().filter(t -> t instanceof ColumnSchema.Categorical).count();
    if (texts > 0 && columns.size() > 1) {
      throw new DataException(
          String.format(
              "The targets %s hold texts or mix them with numbers; choose numeric columns, or one"
                  + " column of texts",
              columns.stream().map(ColumnSchema::name).toList()));
    }
    if (columns.get(0) instanceof ColumnSchema.Categorical target && target.width() < 2) {
      throw new DataException(
          String.format(
              "The target '%s' has the one class %s in the training part; it needs at least two",
              target.name(), target.categories()));
    }
  }

  boolean isClassification() {
    return columns.get(0) instanceof ColumnSchema.Categorical;
  }

  List<String> classNames() {
    if (!isClassification()) {
      throw new IllegalStateException("The targets are numeric: there are no classes");
    }
    return ((ColumnSchema.Categorical) columns.get(0)).categories();
  }

  /** The number of outputs a row: one a numeric target, or one a class. */
  int width() {
    return columns.stream().mapToInt(ColumnSchema::width).sum();
  }

  /** Values in the units of the data, [rows, targets]. */
  double[] values(float[] outputs) {
    if (isClassification()) {
      throw new IllegalStateException("The target is a class: use decodeClasses");
    }
    requireWholeRows(outputs);
    double[] values = new double[outputs.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((ColumnSchema.Numeric) columns.get(i % columns.size())).decode(outputs[i]);
    }
    return values;
  }

  /** For each row the class with the largest output, the first of equal ones. */
  int[] classes(float[] outputs) {
    int classes = classNames().size();
    requireWholeRows(outputs);
    int[] indices = new int[outputs.length / classes];
    for (int row = 0; row < indices.length; row++) {
      int first = row * classes;
      for (int i = 1; i < classes; i++) {
        if (outputs[first + i] > outputs[first + indices[row]]) {
          indices[row] = i;
        }
      }
    }
    return indices;
  }

  /** The softmax of each row, computed in float64. */
  float[] probabilities(float[] outputs) {
    int classes = classNames().size();
    requireWholeRows(outputs);
    float[] probabilities = new float[outputs.length];
    for (int first = 0; first < outputs.length; first += classes) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = first; i < first + classes; i++) {
        largest = Math.max(largest, outputs[i]);
      }
      double sum = 0;
      for (int i = first; i < first + classes; i++) {
        sum += Math.exp(outputs[i] - largest);
      }
      for (int i = first; i < first + classes; i++) {
        probabilities[i] = (float) (Math.exp(outputs[i] - largest) / sum);
      }
    }
    return probabilities;
  }

  private void requireWholeRows(float[] outputs) {
    if (outputs.length % width() != 0) {
      throw new DataException(
          String.format("%d outputs are no whole number of rows of %d", outputs.length, width()));
    }
  }
}
