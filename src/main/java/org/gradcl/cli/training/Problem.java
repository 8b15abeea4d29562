package org.gradcl.cli.training;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.Split;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.data.table.UnknownCategories;
import org.gradcl.text.Figures;

/**
 * The task of a run: a table, the split of its rows, and the schema that turns its columns into
 * numbers. Not safe for use by several threads.
 */
public final class Problem {
  private final String name;
  private final Table table;
  private final Split split;
  private final TableSchema schema;
  private final String unit;
  private final OptionalInt pictureWidth;
  private ArrayDataSet samples;
  private ArrayDataSet indicators;

  /**
   * A problem whose table is not encoded yet.
   *
   * @param name for people
   * @param table all rows
   * @param split which rows are for training, validation and test
   * @param schema fitted to the training part
   * @param unit of the targets, such as {@code dollars}; empty if unknown
   * @param pictureWidth if the columns are the pixels of pictures, inputs above targets: how many
   *     are in a row
   */
  Problem(
      String name,
      Table table,
      Split split,
      TableSchema schema,
      String unit,
      OptionalInt pictureWidth) {
    this.name = name;
    this.table = table;
    this.split = split;
    this.schema = schema;
    this.unit = unit;
    this.pictureWidth = pictureWidth;
  }

  /** The name, such as {@code diamonds}. */
  public String name() {
    return name;
  }

  /** All rows, in the data's own units. */
  public Table table() {
    return table;
  }

  /** The split of the rows. */
  public Split split() {
    return split;
  }

  /** The encoding of the columns. */
  public TableSchema schema() {
    return schema;
  }

  /** The unit of the targets; empty if unknown. */
  public String unit() {
    return unit;
  }

  /** Pixels in a row, if the columns are those of pictures. */
  public OptionalInt pictureWidth() {
    return pictureWidth;
  }

  /**
   * The samples of some rows, encoded. The first call encodes the whole table, so that unknown
   * categories are warned of once, and when the caller is ready for it.
   *
   * @throws org.gradcl.data.DataException if the table does not fit the schema
   */
  public ArrayDataSet samples(int[] rows) {
    if (samples == null) {
      samples = schema.encode(table, UnknownCategories.ZEROS);
    }
    return samples.select(rows);
  }

  /**
   * The samples of some rows with an indicator for each category, also where the network reads
   * indices: what a linear regression can take.
   *
   * @throws org.gradcl.data.DataException if the table does not fit the schema
   */
  ArrayDataSet withIndicators(int[] rows) {
    if (schema.indexed().isEmpty()) {
      return samples(rows);
    }
    if (indicators == null) {
      indicators = indicators(schema).encode(table, UnknownCategories.ZEROS);
    }
    return indicators.select(rows);
  }

  private static TableSchema indicators(TableSchema schema) {
    List<ColumnSchema> inputs =
        schema.inputs().stream()
            .map(
                column ->
                    column instanceof ColumnSchema.Indexed
                        ? new ColumnSchema.Categorical(column.name(), column.categories())
                        : column)
            .toList();
    return new TableSchema(inputs, schema.targets()).withMissing(schema.missing());
  }

  /** This problem with some columns as indices, for embeddings. */
  public Problem embedding(List<EmbedChoice> choices) {
    return choices.isEmpty()
        ? this
        : new Problem(name, table, split, EmbedChoice.indexed(schema, choices), unit, pictureWidth);
  }

  /** A description in one line. */
  public String describe() {
    String targets =
        schema.targets().size() > 3
            ? schema.targets().size() + " targets"
            : schema.targets().stream().map(ColumnSchema::name).collect(Collectors.joining(", "));
    return String.format(
        "%s: %s rows to train on, %s to validate, %s to test; %s inputs%s, to predict: %s",
        name,
        Figures.count(split.training().length),
        Figures.count(split.validation().length),
        Figures.count(split.test().length),
        Figures.count(schema.inputWidth()),
        schema.indexed().isEmpty() ? "" : " and " + schema.indexed().size() + " embedded",
        targets);
  }
}
