package org.gradcl.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.text.NameList;

/**
 * Encodes the columns of a table as inputs and targets of a network, and decodes predictions into
 * the data's own units. It is fitted to the training part alone and saved with the model.
 *
 * <pre>
 * inputs    numeric column      (x − mean) / scale        1 number
 *           text column         indicator, 0 or 1         1 number a category
 *           … of indices        index, 0 if unknown       [], an array by its name
 * targets   numeric columns     (y − mean) / scale        [targets], regression
 *           one text column     index of its class        [], classification
 * </pre>
 *
 * <p>Numbers are standardised by the training part: mean and scale (the population standard
 * deviation) are computed in float64. An indicator is 1 for the category of the row and 0 for the
 * others; {@link ColumnSchema.Categorical} says what schemas of earlier model files do with it.
 * Columns that a schema does not know are ignored, as are those that hold one value in the whole
 * training part: they are no inputs. Missing inputs are refused unless {@link #withMissing} says
 * otherwise; mean and scale are those of the values that are there. Immutable and safe for use by
 * several threads.
 */
public final class TableSchema {
  private final List<ColumnSchema> inputs;
  private final Targets targets;
  private final Map<String, ColumnSchema> byName = new LinkedHashMap<>();
  private final MissingValues missing;

  /**
   * A schema of given columns, which refuses missing values.
   *
   * @param inputs names, in the order of the network's inputs
   * @param targets names; numbers, or one text
   * @throws DataException if there are no inputs or no targets, a name occurs twice, or the targets
   *     are neither all numeric nor one text column of at least two classes
   */
  public TableSchema(List<? extends ColumnSchema> inputs, List<? extends ColumnSchema> targets) {
    this(inputs, targets, MissingValues.REFUSE);
  }

  private TableSchema(
      List<? extends ColumnSchema> inputs,
      List<? extends ColumnSchema> targets,
      MissingValues missing) {
    this.missing = missing;
    this.inputs = List.copyOf(inputs);
    if (inputs.isEmpty() || targets.isEmpty()) {
      throw new DataException(
          String.format(
              "A schema needs at least one input and one target column, found %d and %d; name the"
                  + " targets, and leave a column to predict them from",
              inputs.size(), targets.size()));
    }
    List<ColumnSchema> all = new ArrayList<>(this.inputs);
    all.addAll(targets);
    for (ColumnSchema column : all) {
      if (byName.put(column.name(), column) != null) {
        throw new DataException(
            "Column '" + column.name() + "' occurs twice among inputs and targets; name it once");
      }
    }
    this.targets = new Targets(List.copyOf(targets));
  }

  /**
   * Fits a schema whose inputs are all columns but the targets and those that are constant, in the
   * order of the table.
   *
   * @param training the training part alone
   * @param targets names; numbers, or one text
   * @throws DataException as {@link #fit(Table, Collection, Collection)} throws it
   */
  public static TableSchema fit(Table training, Collection<String> targets) {
    return fit(training, others(training, targets), targets);
  }

  /** The names of all columns but the targets, in the order of the table. */
  private static List<String> others(Table training, Collection<String> targets) {
    targets.forEach(training::column);
    return training.names().stream().filter(name -> !targets.contains(name)).toList();
  }

  /**
   * Fits a schema whose inputs are all columns but the targets, also those that are constant, which
   * become 0: for columns that have places, such as the pixels of an image.
   *
   * @param training the training part alone
   * @param targets names; numbers, or one text
   * @throws DataException as {@link #fit(Table, Collection, Collection)} throws it
   */
  public static TableSchema fitAll(Table training, Collection<String> targets) {
    return SchemaFit.ofAll(training, others(training, targets), targets);
  }

  /**
   * Fits a schema of the named columns. An input that holds one value in the whole training part
   * (numbers: but for rounding) is left out, since nothing can be learnt from it, with one warning
   * that names all of these. One more names columns of texts in which nearly every row has a
   * category of its own, such as the number of a customer.
   *
   * @param training the training part alone
   * @param inputs names, in the order of the network's inputs
   * @param targets names; numbers, or one text
   * @throws DataException if a column does not exist or is named twice, the table has no rows, no
   *     input varies, or the targets do not go together
   */
  public static TableSchema fit(
      Table training, Collection<String> inputs, Collection<String> targets) {
    return SchemaFit.of(training, inputs, targets);
  }

  /**
   * {@return the schema of the same columns, each fitted as it is here, to another training part;
   * equal to this one if that is the same} This shows whether data has changed.
   *
   * @param training the training part alone
   * @throws DataException if a column does not exist, or the numbers are too large
   */
  public TableSchema refit(Table training) {
    return SchemaFit.again(training, this).withMissing(missing);
  }

  /**
   * {@return this schema with another choice of what happens to missing inputs}
   *
   * @param choice saved with the model, so that it holds for predictions too
   */
  public TableSchema withMissing(MissingValues choice) {
    return new TableSchema(inputs, targets.columns(), Objects.requireNonNull(choice, "choice"));
  }

  /**
   * {@return this schema with columns as indices, for embeddings} Each is an array of its own in a
   * sample, by its name; the other inputs stay together in {@code input}, which there is none of
   * where all columns are indices.
   *
   * @param columns names of inputs that hold texts
   * @throws DataException if one is no input, or holds numbers; the message lists those of texts
   */
  public TableSchema withIndices(String... columns) {
    return SchemaFit.withIndices(this, List.of(columns));
  }

  /** {@return the input columns that are indices, in their order} */
  public List<ColumnSchema.Indexed> indexed() {
    return inputs.stream()
        .filter(ColumnSchema.Indexed.class::isInstance)
        .map(ColumnSchema.Indexed.class::cast)
        .toList();
  }

  /** {@return what becomes of rows in which an input is missing} */
  public MissingValues missing() {
    return missing;
  }

  /** {@return the input columns in their order} */
  public List<ColumnSchema> inputs() {
    return inputs;
  }

  /** {@return the target columns in their order} */
  public List<ColumnSchema> targets() {
    return targets.columns();
  }

  /** {@return whether a column is known} */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /**
   * {@return an input or target column by name}
   *
   * @throws DataException if there is none; the message lists those there are
   */
  public ColumnSchema column(String name) {
    ColumnSchema column = byName.get(name);
    if (column == null) {
      throw new DataException(
          String.format(
              "The schema has no column '%s'; it has %s",
              name, NameList.of(byName.keySet(), String.valueOf(name))));
    }
    return column;
  }

  /** {@return how many numbers a row becomes: the inputs of the network, without indices} */
  public int inputWidth() {
    return inputs.stream()
        .filter(column -> !(column instanceof ColumnSchema.Indexed))
        .mapToInt(ColumnSchema::width)
        .sum();
  }

  /** {@return how many numbers the network must give: one a numeric target, or one a class} */
  public int outputWidth() {
    return targets.width();
  }

  /** {@return whether the target is a text column, so that the task is to predict its class} */
  public boolean isClassification() {
    return targets.isClassification();
  }

  /**
   * {@return the names of the classes by their index}
   *
   * @throws IllegalStateException if the task is no classification
   */
  public List<String> classNames() {
    return targets.classNames();
  }

  /**
   * {@return a table's rows as inputs and targets}
   *
   * @param table with the columns of this schema, in any order
   * @param unknown what becomes of a text that the training part did not have
   * @throws DataException if a column is missing or of another kind, a category or class is unknown
   *     and {@code unknown} says so, or a value is missing and is not a number for which the mean
   *     may stand, or an input category
   */
  public ArrayDataSet encode(Table table, UnknownCategories unknown) {
    return new TableEncoder(this, table, unknown).encode();
  }

  /**
   * {@return a table's rows as inputs, for prediction; the table needs no target columns}
   *
   * @param table with the columns of this schema, in any order
   * @param unknown what becomes of a text that the training part did not have
   * @throws DataException as {@link #encode} throws it
   */
  public ArrayDataSet encodeInputs(Table table, UnknownCategories unknown) {
    return new TableEncoder(this, table, unknown).encodeInputs();
  }

  /**
   * Predicted targets in the units of the data: y · scale + mean.
   *
   * @param outputs [rows, targets] of a network
   * @return [rows, targets]
   * @throws IllegalStateException if the task is a classification
   * @throws DataException if the number of outputs is no multiple of the number of targets
   */
  public double[] decode(float[] outputs) {
    return targets.values(outputs);
  }

  /**
   * {@return the names of the predicted classes: those with the largest output, the first of equal
   * ones}
   *
   * @param outputs [rows, classes] of a network, scores or probabilities
   * @throws IllegalStateException if the task is no classification
   * @throws DataException if the number of outputs is no multiple of the number of classes
   */
  public List<String> decodeClasses(float[] outputs) {
    List<String> names = classNames();
    return Arrays.stream(targets.classes(outputs)).mapToObj(names::get).toList();
  }

  /**
   * {@return the indices of the predicted classes: those with the largest output, the first of
   * equal ones}
   *
   * @param outputs [rows, classes] of a network, scores or probabilities
   * @throws IllegalStateException if the task is no classification
   * @throws DataException if the number of outputs is no multiple of the number of classes
   */
  public int[] decodeClassIndices(float[] outputs) {
    return targets.classes(outputs);
  }

  /**
   * {@return the probability of each class: the softmax of the outputs, [rows, classes]}
   *
   * @param outputs [rows, classes] of a network that was trained by softmax cross-entropy
   * @throws IllegalStateException if the task is no classification
   * @throws DataException if the number of outputs is no multiple of the number of classes
   */
  public float[] decodeProbabilities(float[] outputs) {
    return targets.probabilities(outputs);
  }

  /** {@return this schema as JSON, which {@link #fromJson} reads} */
  public String toJson() {
    return TableSchemaJson.write(this);
  }

  /**
   * {@return the schema of a JSON text}
   *
   * @throws DataException if the text is no schema
   */
  public static TableSchema fromJson(String json) {
    return TableSchemaJson.read(json);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableSchema tableSchema
        && inputs.equals(tableSchema.inputs)
        && targets.equals(tableSchema.targets)
        && missing == tableSchema.missing;
  }

  @Override
  public int hashCode() {
    return Objects.hash(inputs, targets, missing);
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return toJson();
  }
}
