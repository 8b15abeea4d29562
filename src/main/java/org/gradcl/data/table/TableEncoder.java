package org.gradcl.data.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.tensor.Shape;
import org.gradcl.text.Figures;
import org.gradcl.text.NameList;
import org.gradcl.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the rows of one table into numbers as a schema says. */
final class TableEncoder {
  private static final Logger LOG = LoggerFactory.getLogger(TableEncoder.class);
  private static final int SHOWN_CATEGORIES = 5;
  private static final int SHOWN_CHARACTERS = 40;
  private static final int LISTED_CATEGORIES = 20;

  private final TableSchema schema;
  private final Table table;
  private final UnknownCategories unknown;

  TableEncoder(TableSchema schema, Table table, UnknownCategories unknown) {
    this.schema = schema;
    this.table = table;
    this.unknown = Objects.requireNonNull(unknown, "unknown");
    if (table.rows() == 0) {
      throw new DataException(table.source() + " has no rows; give it at least one");
    }
  }

  ArrayDataSet encode() {
    requireColumns(schema.targets());
    Shape targetShape =
        schema.isClassification() ? Shape.scalar() : Shape.of(schema.targets().size());
    return ArrayDataSet.of(Shape.of(schema.inputWidth()), inputs(), targetShape, targets());
  }

  ArrayDataSet encodeInputs() {
    return ArrayDataSet.ofInputs(Shape.of(schema.inputWidth()), inputs());
  }

  private float[] inputs() {
    requireColumns(schema.inputs());
    int width = schema.inputWidth();
    float[] values = new RowArray(schema, table).of(width);
    int offset = 0;
    for (ColumnSchema column : schema.inputs()) {
      if (column instanceof ColumnSchema.Numeric numeric) {
        standardise(numeric, meanOf(numeric), values, offset, width);
      } else {
        oneHot((ColumnSchema.Categorical) column, values, offset, width);
      }
      offset += column.width();
    }
    return values;
  }

  private float[] targets() {
    if (schema.isClassification()) {
      return classes((ColumnSchema.Categorical) schema.targets().get(0));
    }
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
        throw missing(column, row);
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

  private DataException missing(ColumnSchema column, int row) {
    return new DataException(
        String.format(
            "%s, %s, column '%s': the value is missing; fill it in, leave such rows out as"
                + " Table.complete does, or let the schema say what stands for missing inputs"
                + " (TableSchema.withMissing)",
            table.source(), table.place(row), column.name()));
  }

  private void oneHot(ColumnSchema.Categorical column, float[] values, int offset, int width) {
    TextColumn texts = table.text(column.name());
    int[] categoryOfText = categoriesOf(texts, column);
    float[] absent = indicators(column, false);
    float[] present = indicators(column, true);
    TreeSet<String> unknownTexts = new TreeSet<>();
    int unknownRows = 0;
    for (int row = 0; row < table.rows(); row++) {
      if (texts.isMissing(row) && schema.missing() != MissingValues.MEAN) {
        throw missing(column, row);
      }
      int category = categoryOfText[texts.textNumber(row)];
      System.arraycopy(absent, 0, values, row * width + offset, absent.length);
      if (category >= 0) {
        values[row * width + offset + category] = present[category];
      } else if (unknown == UnknownCategories.REFUSE) {
        throw unknownText(column, texts, row, "category");
      } else {
        unknownRows++;
        unknownTexts.add(texts.value(row));
      }
    }
    if (unknownRows > 0) {
      LOG.warn(
          "{}, column '{}': categories that the training part does not have, in {} ({}); they count"
              + " as none of the known ones, all indicators 0",
          Printable.line(table.source()),
          Printable.line(column.name()),
          Figures.count(unknownRows, "row"),
          first(unknownTexts));
    }
  }

  private static String first(SortedSet<String> texts) {
    return Printable.line(
            String.join(
                ", ", texts.stream().limit(SHOWN_CATEGORIES).map(TableEncoder::shown).toList()))
        + (texts.size() > SHOWN_CATEGORIES
            ? ", …; " + Figures.count(texts.size()) + " in all"
            : "");
  }

  /** The number that stands for the indicator of each category, all of them 1 or all of them 0. */
  private static float[] indicators(ColumnSchema.Categorical column, boolean indicator) {
    float[] values = new float[column.width()];
    for (int category = 0; category < values.length; category++) {
      values[category] = (float) column.encode(category, indicator);
    }
    return values;
  }

  private float[] classes(ColumnSchema.Categorical column) {
    TextColumn texts = table.text(column.name());
    int[] categoryOfText = categoriesOf(texts, column);
    float[] values = new float[table.rows()];
    TreeSet<String> unseen = new TreeSet<>();
    int unseenRows = 0;
    for (int row = 0; row < values.length; row++) {
      int category = categoryOfText[texts.textNumber(row)];
      if (texts.isMissing(row)) {
        throw missing(column, row);
      }
      if (category < 0 && unknown == UnknownCategories.REFUSE) {
        throw unknownText(column, texts, row, "class");
      }
      if (category < 0) {
        unseenRows++;
        unseen.add(texts.value(row));
      }
      values[row] = category < 0 ? BatchSource.UNSEEN_CLASS : category;
    }
    if (unseenRows > 0) {
      LOG.warn(
          "{}, column '{}': classes that the training part does not have, in {} ({}); no prediction"
              + " is right there, they count as wrong",
          Printable.line(table.source()),
          Printable.line(column.name()),
          Figures.count(unseenRows, "row"),
          first(unseen));
    }
    return values;
  }

  /** The index in the schema of each text, −1 if it is not there. */
  private static int[] categoriesOf(TextColumn texts, ColumnSchema.Categorical column) {
    Map<String, Integer> indices = new HashMap<>();
    for (String category : column.categories()) {
      indices.put(category, indices.size());
    }
    return texts.texts().stream().mapToInt(text -> indices.getOrDefault(text, -1)).toArray();
  }

  private DataException unknownText(
      ColumnSchema.Categorical column, TextColumn texts, int row, String what) {
    return new DataException(
        Printable.line(
            String.format(
                "%s, %s, column '%s': the %s '%s' does not occur in the training part,"
                    + " which has %s; correct or remove the row, train with such rows, or let it"
                    + " count as none of the known ones (UnknownCategories.ZEROS, predict --unknown"
                    + " zeros)",
                table.source(),
                table.place(row),
                column.name(),
                what,
                shown(texts.value(row)),
                some(column))));
  }

  private static String shown(String text) {
    return text.equals(TextColumn.MISSING)
        ? "(missing)"
        : Printable.beginning(text, SHOWN_CHARACTERS);
  }

  /** The categories, or the first of very many. */
  private static String some(ColumnSchema.Categorical column) {
    List<String> all = column.categories().stream().map(TableEncoder::shown).toList();
    return all.size() <= LISTED_CATEGORIES
        ? all.toString()
        : String.format(
            Locale.ROOT,
            "%d: [%s, …]",
            all.size(),
            String.join(", ", all.subList(0, LISTED_CATEGORIES)));
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
