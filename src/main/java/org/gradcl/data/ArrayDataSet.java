package org.gradcl.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gradcl.tensor.Shape;

/**
 * Samples in memory: an array for each name. Mostly these are the inputs and, unless it is only for
 * prediction, the targets; models of several inputs or targets read further ones by their names.
 *
 * <pre>
 * input      [samples, input shape]    row major, {@link BatchSource#INPUT}
 * target     [samples, target shape]   row major, {@link BatchSource#TARGET}
 * any name   [samples, its shape]      row major
 * </pre>
 *
 * <pre>{@code
 * ArrayDataSet diamonds =
 *     ArrayDataSet.ofArray("numbers", Shape.of(6), numbers)
 *         .withIndices("cut", Shape.scalar(), cuts)
 *         .with(BatchSource.TARGET, Shape.of(1), prices);
 * }</pre>
 *
 * <p>All values are finite: NaN and infinities are refused with their row and column. Flat arrays
 * are not copied: whoever hands one in must not write to it afterwards. Its cursors shuffle, seek
 * and fill without allocation. Immutable and safe for use by several threads.
 */
public final class ArrayDataSet implements BatchSource {
  /** The most numbers that an array holds in every JVM, and so the most inputs or targets. */
  public static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final Set<Capability> EVERYTHING =
      Collections.unmodifiableSet(EnumSet.allOf(Capability.class));

  /** Of different names; few, so that a name is looked for among all of them. */
  private final NamedArray[] arrays;

  private final int samples;

  private ArrayDataSet(NamedArray... arrays) {
    this.arrays = arrays;
    this.samples = arrays[0].samples();
  }

  /**
   * {@return samples of one array, to which {@link #with} adds others}
   *
   * @param name of the array
   * @param shape of one sample's
   * @param values [samples, shape]
   * @throws DataException if there are no samples or a value is not finite
   */
  public static ArrayDataSet ofArray(String name, Shape shape, float[] values) {
    return new ArrayDataSet(new NamedArray(name, shape, values));
  }

  /**
   * {@return samples of one array of indices, such as tokens or categories}
   *
   * @param name of the array
   * @param shape of one sample's; {@code []} for one index a sample
   * @param indices [samples, shape], from 0 to 2²⁴; copied
   * @throws DataException if there are no samples or an index lies outside its range
   */
  public static ArrayDataSet ofIndices(String name, Shape shape, int[] indices) {
    return ofArray(name, shape, SampleArrays.ofIndices(name, shape, indices));
  }

  /**
   * {@return these samples with an array more, or another one of its name}
   *
   * @param name of the array
   * @param shape of one sample's
   * @param values [samples, shape]
   * @throws DataException if there is another number of samples, or a value is not finite
   */
  public ArrayDataSet with(String name, Shape shape, float[] values) {
    NamedArray added = new NamedArray(name, shape, values);
    if (added.samples() != samples) {
      throw new DataException(
          String.format(
              "There are %d samples of %s %s, but %d of %s %s; each sample needs all of its arrays",
              samples, arrays[0].name(), arrays[0].shape(), added.samples(), name, shape));
    }
    int place = place(name);
    NamedArray[] changed = Arrays.copyOf(arrays, Math.max(arrays.length, place + 1));
    changed[place] = added;
    return new ArrayDataSet(changed);
  }

  /** The index of a name's array; the number of arrays if there is none. */
  private int place(String name) {
    int place = 0;
    while (place < arrays.length && !arrays[place].name().equals(name)) {
      place++;
    }
    return place;
  }

  /**
   * {@return these samples with an array of indices more, such as tokens or categories}
   *
   * @param name of the array
   * @param shape of one sample's; {@code []} for one index a sample
   * @param indices [samples, shape], from 0 to 2²⁴; copied
   * @throws DataException if there is another number of samples, or an index lies outside its range
   */
  public ArrayDataSet withIndices(String name, Shape shape, int[] indices) {
    return with(name, shape, SampleArrays.ofIndices(name, shape, indices));
  }

  /**
   * {@return these samples with an array of indices more, those of columns of a table: whole
   * numbers, one sample for each row}
   *
   * @param name of the array; its shape is the number of the columns
   * @param columns of whole numbers from 0 to 2²⁴, of as many rows as there are samples; copied
   * @throws DataException if there is another number of rows, a column holds texts, or a number is
   *     no such index
   */
  public ArrayDataSet withIndices(String name, NumericRows columns) {
    Objects.requireNonNull(columns, "columns");
    return with(name, Shape.of(columns.width()), SampleArrays.ofIndexRows(name, columns));
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
    return ofInputs(inputShape, inputs)
        .with(
            TARGET,
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
    return ofArray(
        INPUT,
        Objects.requireNonNull(inputShape, "inputShape"),
        Objects.requireNonNull(inputs, "inputs"));
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
    return ofInputs(inputShape, inputs)
        .withIndices(TARGET, Shape.scalar(), Objects.requireNonNull(classes, "classes"));
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
    for (NamedArray array : arrays) {
      shapes.put(array.name(), array.shape());
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
    return new ArrayCursor(this, arrays, order.isShuffled() ? order.permutation(samples) : null);
  }

  /**
   * {@return the numbers of a name, [samples, shape]: the shared array}
   *
   * @param name of an array
   * @throws DataException if there is none of this name; the message lists those there are
   */
  public float[] array(String name) {
    return named(name).values();
  }

  /**
   * {@return the shape of one sample's array}
   *
   * @param name of an array
   * @throws DataException if there is none of this name; the message lists those there are
   */
  public Shape shape(String name) {
    return named(name).shape();
  }

  private NamedArray named(String name) {
    int place = place(name);
    if (place == arrays.length) {
      throw new DataException("The data has no '" + name + "'; it has " + sampleShapes().keySet());
    }
    return arrays[place];
  }

  /** {@return whether each sample has a {@link BatchSource#TARGET}} */
  public boolean hasTargets() {
    return place(TARGET) < arrays.length;
  }

  /**
   * {@return the shape of one {@link BatchSource#INPUT}}
   *
   * @throws DataException if the inputs have other names; the message lists them
   */
  public Shape inputShape() {
    return shape(INPUT);
  }

  /**
   * {@return the {@link BatchSource#INPUT} of all samples, [samples, input shape]: the shared
   * array}
   *
   * @throws DataException if the inputs have other names; the message lists them
   */
  public float[] inputs() {
    return array(INPUT);
  }

  /**
   * {@return the shape of one target}
   *
   * @throws IllegalStateException if there are no targets
   */
  public Shape targetShape() {
    requireTargets();
    return shape(TARGET);
  }

  /**
   * {@return the targets, [samples, target shape]: the shared array}
   *
   * @throws IllegalStateException if there are no targets
   */
  public float[] targets() {
    requireTargets();
    return array(TARGET);
  }

  private void requireTargets() {
    if (!hasTargets()) {
      throw new IllegalStateException("This data set has no targets: it is for prediction only");
    }
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
        Arrays.stream(arrays).map(array -> array.select(sampleNumbers)).toArray(NamedArray[]::new));
  }

  /** For example {@code 43152 samples, input [26], target [1]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(samples + " samples");
    for (NamedArray array : arrays) {
      text.append(", ").append(array.name()).append(' ').append(array.shape());
    }
    return text.toString();
  }
}
