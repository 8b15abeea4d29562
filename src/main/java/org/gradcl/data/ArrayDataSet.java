package org.gradcl.data;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  /** The most numbers that an array holds in every JVM, and so the most inputs or targets. */
  public static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final Set<Capability> EVERYTHING =
      Collections.unmodifiableSet(EnumSet.allOf(Capability.class));

  private final int samples;
  private final Shape inputShape;
  private final float[] inputs;
  private final Shape targetShape;
  private final float[] targets;

  private ArrayDataSet(Shape inputShape, float[] inputs, Shape targetShape, float[] targets) {
    this.inputShape = Objects.requireNonNull(inputShape, "inputShape");
    this.inputs = Objects.requireNonNull(inputs, "inputs");
    this.samples = SampleArrays.samplesIn(INPUT, inputShape, inputs);
    this.targetShape = targetShape;
    this.targets = targets;
    SampleArrays.requireFinite(INPUT, inputShape, inputs);
    if (targets != null) {
      int targetSamples = SampleArrays.samplesIn(TARGET, targetShape, targets);
      if (targetSamples != samples) {
        throw new DataException(
            String.format(
                "There are %d inputs of shape %s but %d targets of shape %s; each input needs its"
                    + " target",
                samples, inputShape, targetSamples, targetShape));
      }
      SampleArrays.requireFinite(TARGET, targetShape, targets);
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
   * {@return inputs with their targets, one array for each sample; copied}
   *
   * @param inputs an array for each sample, all of one length
   * @param targets an array for each sample, all of one length
   * @throws DataException if there are no samples, the numbers of inputs and targets differ, the
   *     samples are not equally long, or a value is not finite
   */
  public static ArrayDataSet of(float[][] inputs, float[][] targets) {
    return of(
        Shape.of(SampleArrays.columns(INPUT, inputs)),
        SampleArrays.flatten(INPUT, inputs),
        Shape.of(SampleArrays.columns(TARGET, targets)),
        SampleArrays.flatten(TARGET, targets));
  }

  /**
   * {@return inputs with the indices of their classes, one array for each sample; copied} The
   * target has the shape {@code []}, as {@code softmax_cross_entropy} takes it.
   *
   * @param inputs an array for each sample, all of one length
   * @param classes the index of the class of each sample, from 0 to 2²⁴
   * @throws DataException if there are no samples, the numbers of inputs and classes differ, the
   *     samples are not equally long, a value is not finite, or an index lies outside its range
   */
  public static ArrayDataSet of(float[][] inputs, int[] classes) {
    return of(
        Shape.of(SampleArrays.columns(INPUT, inputs)),
        SampleArrays.flatten(INPUT, inputs),
        classes);
  }

  /**
   * {@return inputs with the indices of their classes, as flat arrays} The target has the shape
   * {@code []}, as {@code softmax_cross_entropy} takes it.
   *
   * @param inputShape of one input
   * @param inputs [samples, input shape]
   * @param classes the index of the class of each sample, from 0 to 2²⁴; copied
   * @throws DataException if there are no samples, the numbers of inputs and classes differ, a
   *     value is not finite, or an index lies outside its range
   */
  public static ArrayDataSet of(Shape inputShape, float[] inputs, int[] classes) {
    return of(inputShape, inputs, Shape.scalar(), SampleArrays.ofClasses(classes));
  }

  /**
   * Takes the numbers of columns as they are, one sample for each row, for example
   *
   * <pre>{@code
   * ArrayDataSet.of(houses.only("area", "rooms"), houses.only("price"))
   * }</pre>
   *
   * <p>A {@link org.gradcl.data.table.TableSchema} also standardises them and encodes categories.
   *
   * @param inputs columns of numbers, in the order of the inputs; copied
   * @param targets columns of numbers, in the order of the targets, of as many rows; copied
   * @return inputs with their targets
   * @throws DataException if there are no rows, the numbers of rows differ, a column holds texts,
   *     or a number is too large for float32
   */
  public static ArrayDataSet of(NumericRows inputs, NumericRows targets) {
    return of(
        width("inputs", inputs),
        SampleArrays.ofRows(INPUT, inputs),
        width("targets", targets),
        SampleArrays.ofRows(TARGET, targets));
  }

  /**
   * Takes the numbers of columns as they are, with the indices of their classes, one sample for
   * each row, for example
   *
   * <pre>{@code
   * ArrayDataSet.of(flowers.only("petal", "sepal"), flowers.numeric("kind").classes())
   * }</pre>
   *
   * @param inputs columns of numbers, in the order of the inputs; copied
   * @param classes the index of the class of each row, from 0 to 2²⁴; copied
   * @return inputs with the indices of their classes
   * @throws DataException if there are no rows, the numbers of rows and classes differ, a column
   *     holds texts, a number is too large for float32, or an index lies outside its range
   */
  public static ArrayDataSet of(NumericRows inputs, int[] classes) {
    return of(width("inputs", inputs), SampleArrays.ofRows(INPUT, inputs), classes);
  }

  /**
   * {@return the numbers of columns as they are, one sample for each row, for prediction; copied}
   *
   * @param inputs columns of numbers, in the order of the inputs
   * @throws DataException if there are no rows, a column holds texts, or a number is too large for
   *     float32
   */
  public static ArrayDataSet ofInputs(NumericRows inputs) {
    return ofInputs(width("inputs", inputs), SampleArrays.ofRows(INPUT, inputs));
  }

  private static Shape width(String name, NumericRows rows) {
    return Shape.of(Objects.requireNonNull(rows, name).width());
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

  /** All capabilities. */
  @Override
  public Set<Capability> capabilities() {
    return EVERYTHING;
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
   * {@return a data set of the given samples in the given order; copied} A {@link
   * org.gradcl.data.table.Split} has such numbers.
   *
   * @param sampleNumbers from 0 to the number of samples − 1; may repeat
   * @throws DataException if no samples are given
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public ArrayDataSet select(int... sampleNumbers) {
    Objects.requireNonNull(sampleNumbers, "sampleNumbers");
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
    float[] gathered = new float[SampleArrays.length(sampleNumbers.length, elements)];
    for (int i = 0; i < sampleNumbers.length; i++) {
      int sample = Objects.checkIndex(sampleNumbers[i], samples);
      System.arraycopy(values, sample * elements, gathered, i * elements, elements);
    }
    return gathered;
  }
}
