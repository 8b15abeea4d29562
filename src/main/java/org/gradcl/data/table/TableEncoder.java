package org.gradcl.data.table;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.tensor.Shape;
import org.gradcl.text.NameList;

/** Turns the rows of one table into numbers as a schema says. */
final class TableEncoder {
  private final TableSchema schema;
  private final Table table;
  private final CategoryReader categories;

  TableEncoder(TableSchema schema, Table table, UnknownCategories unknown) {
    this.schema = schema;
    this.table = table;
    this.categories = new CategoryReader(table, unknown);
    if (table.rows() == 0) {
      throw new DataException(table.source() + " has no rows; give it at least one");
    }
  }

  ArrayDataSet encode() {
    requireColumns(schema.targets());
    ArrayDataSet inputs = encodeInputs();
    return schema.isClassification()
        ? inputs.with(BatchSource.TARGET, Shape.scalar(), classes())
        : inputs.with(BatchSource.TARGET, Shape.of(schema.targets().size()), targets());
  }

  ArrayDataSet encodeInputs() {
    requireColumns(schema.inputs());
    ArrayDataSet data =
        schema.inputWidth() == 0
            ? null
            : ArrayDataSet.ofInputs(Shape.of(schema.inputWidth()), inputs());
    for (ColumnSchema.Indexed column : schema.indexed()) {
      int[] indices = indices(column);
      data =
          data == null
              ? ArrayDataSet.ofIndices(column.name(), Shape.scalar(), indices)
              : data.withIndices(column.name(), Shape.scalar(), indices);
    }
    return data;
  }

  private float[] inputs() {
    int width = schema.inputWidth();
    float[] values = new RowArray(schema, table).of(width);
    int offset = 0;
    for (ColumnSchema column : schema.inputs()) {
      if (column instanceof ColumnSchema.Numeric numeric) {
        standardise(numeric, meanOf(numeric), values, offset, width);
        offset += numeric.width();
      } else if (column instanceof ColumnSchema.Categorical categorical) {
        oneHot(categorical, values, offset, width);
        offset += categorical.width();
      }
    }
    return values;
  }

  private float[] targets() {
    int width = schema.targets().size();
    float[] values = new RowArray(schema, table).of(width);
    for (int i = 0; i < width; i++) {
      ColumnSchema.Numeric target = (ColumnSchema.Numeric) schema.targets().get(i);
      standardise(target, Double.NaN, values, i, width);
    }
    return values;
  }

  /** What stands for a missing number; NaN if nothing does. */
  private double meanOf(ColumnSchema.Numeric column) {
    return schema.missing() == MissingValues.MEAN ? column.mean() : Double.NaN;
  }

  private void standardise(
      ColumnSchema.Numeric column, double ofMissing, float[] values, int offset, int width) {
    NumericColumn numbers = table.numeric(column.name());
    for (int row = 0; row < table.rows(); row++) {
      double value = numbers.isMissing(row) ? ofMissing : numbers.value(row);
      if (Double.isNaN(value)) {
        throw CategoryReader.missing(table, column, row);
      }
      float encoded = (float) column.encode(value);
      if (!Float.isFinite(encoded)) {
        throw new DataException(
            String.format(
                "%s, %s, column '%s': %s is too far from the training part's mean %s"
                    + " to be standardised by its scale %s; correct or remove the row",
                table.source(),
                table.place(row),
                column.name(),
                numbers.value(row),
                column.mean(),
                column.scale()));
      }
      values[row * width + offset] = encoded;
    }
  }

  private int[] categories(ColumnSchema column, CategoryReader.Use use) {
    return categories.read(column, use, schema.missing() == MissingValues.MEAN);
  }

  private void oneHot(ColumnSchema.Categorical column, float[] values, int offset, int width) {
    int[] categoryOfRow = categories(column, CategoryReader.Use.INDICATORS);
    float[] absent = indicators(column, false);
    float[] present = indicators(column, true);
    for (int row = 0; row < categoryOfRow.length; row++) {
      System.arraycopy(absent, 0, values, row * width + offset, absent.length);
      int category = categoryOfRow[row];
      if (category >= 0) {
        values[row * width + offset + category] = present[category];
      }
    }
  }

  /** The number that stands for the indicator of each category, all of them 1 or all of them 0. */
  private static float[] indicators(ColumnSchema.Categorical column, boolean indicator) {
    float[] values = new float[column.width()];
    for (int category = 0; category < values.length; category++) {
      values[category] = (float) column.encode(category, indicator);
    }
    return values;
  }

  private int[] indices(ColumnSchema.Indexed column) {
    int[] indices = categories(column, CategoryReader.Use.INDEX);
    for (int row = 0; row < indices.length; row++) {
      // That of an unknown category, −1 so far, becomes Indexed.UNKNOWN, 0.
      indices[row]++;
    }
    return indices;
  }

  private float[] classes() {
    int[] classOfRow = categories.read(schema.targets().get(0), CategoryReader.Use.CLASS, false);
    float[] values = new float[classOfRow.length];
    for (int row = 0; row < values.length; row++) {
      values[row] = classOfRow[row] < 0 ? BatchSource.UNSEEN_CLASS : classOfRow[row];
    }
    return values;
  }

  private void requireColumns(List<ColumnSchema> columns) {
    List<String> missing = new ArrayList<>();
    List<String> ofWrongKind = new ArrayList<>();
    for (ColumnSchema column : columns) {
      boolean numeric = column instanceof ColumnSchema.Numeric;
      if (!table.has(column.name())) {
        missing.add(column.name());
      } else if (numeric != (table.column(column.name()) instanceof NumericColumn)) {
        ofWrongKind.add(column.name() + (numeric ? " (should be numeric)" : " (should be text)"));
      }
    }
    if (!missing.isEmpty() || !ofWrongKind.isEmpty()) {
      throw new DataException(
          String.format(
              "%s does not fit the schema: missing columns %s, columns of the wrong kind %s; it has"
                  + " %s",
              table.source(),
              NameList.of(missing),
              NameList.of(ofWrongKind),
              NameList.of(table.names())));
    }
  }
}
