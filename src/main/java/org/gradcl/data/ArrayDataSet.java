package org.gradcl.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.gradcl.tensor.Shape;

/**
 * Samples in memory: one array of inputs and, unless it is only for prediction, one of targets.
 *
 * <pre>
 * inputs    [samples, input shape]    row major, {@link BatchSource#INPUT}
 * targets   [samples, target shape]   row major, {@link BatchSource#TARGET}
 * </pre>
 *
 * <p>All values are finite: NaN and infinities are refused with their row and column. Flat arrays
 * are not copied: whoever hands one in must not write to it afterwards. Its cursors shuffle, seek
 * and fill without allocation. Safe for use by several threads.
 */
public final class ArrayDataSet implements BatchSource {
  private final int samples;
  private final Shape inputShape;
  private final float[] inputs;
  private final Shape targetShape;
  private final float[] targets;

  private ArrayDataSet(Shape inputShape, float[] inputs, Shape targetShape, float[] targets) {
    this.samples = samplesIn(INPUT, inputShape, inputs);
    this.inputShape = inputShape;
    this.inputs = inputs;
    this.targetShape = targetShape;
    this.targets = targets;
    requireFinite(INPUT, inputShape, inputs);
    if (targets != null) {
      int targetSamples = samplesIn(TARGET, targetShape, targets);
      if (targetSamples != samples) {
        throw new DataException(
            String.format(
                "There are %d inputs of shape %s but %d targets of shape %s; each input needs its"
                    + " target",
                samples, inputShape, targetSamples, targetShape));
      }
      requireFinite(TARGET, targetShape, targets);
    }
  }

  /**
   * {@return inputs with their targets, as flat arrays}
   *
   * @param inputShape of one input
   * @param inputs [samples, input shape]
   * @param targetShape of one target; {@code []} for indices of classes
   * @param targets [samples, target shape]
   * @throws DataException if there are no samples, the numbers of inputs and targets differ, or a
   *     value is not finite
   */
  public static ArrayDataSet of(
      Shape inputShape, float[] inputs, Shape targetShape, float[] targets) {
    return new ArrayDataSet(
        inputShape,
        inputs,
        Objects.requireNonNull(targetShape, "targetShape"),
        Objects.requireNonNull(targets, "targets"));
  }

  /**
   * {@return inputs without targets, for prediction}
   *
   * @param inputShape of one input
   * @param inputs [samples, input shape]
   * @throws DataException if there are no samples or a value is not finite
   */
  public static ArrayDataSet ofInputs(Shape inputShape, float[] inputs) {
    return new ArrayDataSet(inputShape, inputs, null, null);
  }

  /**
   * {@return inputs with their targets, one array a sample; copied}
   *
   * @param inputs an array for each sample, all of one length
   * @param targets an array for each sample, all of one length
   * @throws DataException if there are no samples, the numbers of inputs and targets differ, the
   *     samples are not equally long, or a value is not finite
   */
  public static ArrayDataSet of(float[][] inputs, float[][] targets) {
    return of(
        Shape.of(columns(INPUT, inputs)),
        flatten(INPUT, inputs),
        Shape.of(columns(TARGET, targets)),
        flatten(TARGET, targets));
  }

  /**
   * {@return inputs with the indices of their classes, from 0; copied}
   *
   * @param inputs an array for each sample, all of one length
   * @param classes the index of the class of each sample
   * @throws DataException if there are no samples, the numbers of inputs and classes differ, the
   *     samples are not equally long, a value is not finite, or an index is negative
   */
  public static ArrayDataSet ofClasses(float[][] inputs, int[] classes) {
    float[] targets = new float[classes.length];
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] < 0) {
        throw new DataException(
            "Classes are numbered from 0, found " + classes[i] + " at sample " + i);
      }
      targets[i] = classes[i];
    }
    return of(Shape.of(columns(INPUT, inputs)), flatten(INPUT, inputs), Shape.scalar(), targets);
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(INPUT, inputShape);
    if (hasTargets()) {
      shapes.put(TARGET, targetShape);
    }
    return shapes;
  }

  @Override
  public BatchCursor open(SampleOrder order) {
    return new ArrayCursor(this, order.isShuffled() ? order.permutation(samples) : null);
  }

  /** {@return whether each input has a target} */
  public boolean hasTargets() {
    return targets != null;
  }

  /** {@return the shape of one input} */
  public Shape inputShape() {
    return inputShape;
  }

  /** {@return the inputs, [samples, input shape]: the shared array} */
  public float[] inputs() {
    return inputs;
  }

  /**
   * {@return the shape of one target}
   *
   * @throws IllegalStateException if there are no targets
   */
  public Shape targetShape() {
    requireTargets();
    return targetShape;
  }

  /**
   * {@return the targets, [samples, target shape]: the shared array}
   *
   * @throws IllegalStateException if there are no targets
   */
  public float[] targets() {
    requireTargets();
    return targets;
  }

  /**
   * {@return a data set of the given samples in the given order; copied} A {@link Split} has such
   * numbers.
   *
   * @param sampleNumbers from 0 to the number of samples − 1; may repeat
   * @throws DataException if no samples are given
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public ArrayDataSet select(int... sampleNumbers) {
    return new ArrayDataSet(
        inputShape,
        gather(inputs, inputShape.elements(), sampleNumbers),
        targetShape,
        hasTargets() ? gather(targets, targetShape.elements(), sampleNumbers) : null);
  }

  /** For example {@code 43152 samples, input [26], target [1]}. */
  @Override
  public String toString() {
    String text = samples + " samples, input " + inputShape;
    return hasTargets() ? text + ", target " + targetShape : text;
  }

  private void requireTargets() {
    if (!hasTargets()) {
      throw new IllegalStateException("This data set has no targets: it is for prediction only");
    }
  }

  private float[] gather(float[] values, int elements, int[] sampleNumbers) {
    float[] gathered = new float[length(sampleNumbers.length, elements)];
    for (int i = 0; i < sampleNumbers.length; i++) {
      int sample = Objects.checkIndex(sampleNumbers[i], samples);
      System.arraycopy(values, sample * elements, gathered, i * elements, elements);
    }
    return gathered;
  }

  private static int length(int samples, int elements) {
    long length = (long) samples * elements;
    if (length > ColumnBuilder.MAX_ROWS) {
      throw new DataException(
          String.format(
              "%d samples of %d numbers do not fit into an array; use fewer, or a BatchSource of"
                  + " your own",
              samples, elements));
    }
    return (int) length;
  }

  private static int samplesIn(String name, Shape shape, float[] values) {
    int elements = shape.elements();
    if (values.length == 0) {
      throw new DataException("The data is empty: there is no " + name + "; give at least one");
    }
    if (values.length % elements != 0) {
      throw new DataException(
          String.format(
              "The %s array has %d values, no multiple of the %d of its shape %s",
              name, values.length, elements, shape));
    }
    return values.length / elements;
  }

  private static void requireFinite(String name, Shape shape, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            String.format(
                "The %s holds %s at row %d, column %d (both from 0); remove the row or replace the"
                    + " value by a finite number",
                name, values[i], i / shape.elements(), i % shape.elements()));
      }
    }
  }

  private static int columns(String name, float[][] rows) {
    if (rows.length == 0 || row(name, rows, 0).length == 0) {
      throw new DataException("The data is empty: there is no " + name + "; give at least one");
    }
    return rows[0].length;
  }

  private static float[] row(String name, float[][] rows, int row) {
    if (rows[row] == null) {
      throw new DataException(
          String.format(
              "The %s has null in place of row %d (from 0); give its numbers", name, row));
    }
    return rows[row];
  }

  private static float[] flatten(String name, float[][] rows) {
    int columns = columns(name, rows);
    float[] values = new float[length(rows.length, columns)];
    for (int row = 0; row < rows.length; row++) {
      if (row(name, rows, row).length != columns) {
        throw new DataException(
            String.format(
                "The %s has %d values in row %d (from 0) but %d in row 0; all rows must be equally"
                    + " long",
                name, rows[row].length, row, columns));
      }
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return values;
  }
}
