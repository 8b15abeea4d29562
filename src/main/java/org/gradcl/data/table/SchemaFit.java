package org.gradcl.data.table;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;
import org.gradcl.text.ByteSize;
import org.gradcl.text.Figures;
import org.gradcl.text.NameList;
import org.gradcl.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits schemas to a training part, and says which of its columns teach nothing. */
final class SchemaFit {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaFit.class);

  /** Of fewer rows it would be said of any column of names. */
  private static final int FEWEST_ROWS_OF_IDENTIFIERS = 20;

  private static final int SHOWN_CHARACTERS = 40;
  private static final int SHOWN_COLUMNS = 10;

  private SchemaFit() {}

  /** A schema of the named columns, without the inputs that are constant. */
  static TableSchema of(Table training, Collection<String> inputs, Collection<String> targets) {
    requireRows(training, targets);
    List<String> constant =
        inputs.stream().filter(name -> ColumnFit.isConstant(training.column(name))).toList();
    if (!constant.isEmpty() && constant.size() == inputs.size()) {
      throw new DataException(
          String.format(
              "%s: every input column holds one value in all %d training rows, %s; nothing can be"
                  + " learnt from them, give columns that vary",
              training.source(), training.rows(), values(training, constant)));
    }
    warnOfConstants(training, constant);
    List<String> varying = inputs.stream().filter(name -> !constant.contains(name)).toList();
    return ofAll(training, varying, targets);
  }

  /** A schema of the named columns, also of constant inputs. */
  static TableSchema ofAll(Table training, Collection<String> inputs, Collection<String> targets) {
    requireRows(training, targets);
    warnOfTargets(training, targets);
    TableSchema schema =
        schema(
            training.source(),
            inputs.stream().map(name -> ColumnFit.of(training, name)).toList(),
            targets.stream().map(name -> ColumnFit.of(training, name)).toList());
    warnOfIdentifiers(training, schema);
    return schema;
  }

  private static void requireRows(Table training, Collection<String> targets) {
    if (training.rows() == 0) {
      throw new DataException(training.source() + ": the training part has no rows");
    }
    targets.forEach(name -> requireAll(training, name));
  }

  /** A schema of columns; if they make no task, the message names the table. */
  private static TableSchema schema(
      String source, List<ColumnSchema> inputs, List<ColumnSchema> targets) {
    try {
      return new TableSchema(inputs, targets);
    } catch (DataException e) {
      throw new DataException(source + ": " + e.getMessage(), e);
    }
  }

  private static void requireAll(Table training, String target) {
    Column column = training.column(target);
    for (int row = 0; row < training.rows(); row++) {
      if (column.isMissing(row)) {
        throw new DataException(
            String.format(
                "%s, %s: the target '%s' is missing; leave such rows out, as Table.complete does",
                training.source(), training.place(row), target));
      }
    }
  }

  /** A schema of the columns of an earlier one, each fitted as it was there. */
  static TableSchema again(Table training, TableSchema earlier) {
    return new TableSchema(
        earlier.inputs().stream().map(column -> ColumnFit.again(training, column)).toList(),
        earlier.targets().stream().map(column -> ColumnFit.again(training, column)).toList());
  }

  /** A schema with some columns as indices. */
  static TableSchema withIndices(TableSchema schema, List<String> names) {
    List<String> texts =
        schema.inputs().stream()
            .filter(column -> !(column instanceof ColumnSchema.Numeric))
            .map(ColumnSchema::name)
            .toList();
    for (String name : names) {
      if (!texts.contains(name)) {
        throw new DataException(
            String.format(
                "'%s' can't be a column of indices: it is no input that holds texts; these are %s",
                name, NameList.of(texts, name)));
      }
    }
    List<ColumnSchema> inputs =
        schema.inputs().stream()
            .map(
                column ->
                    names.contains(column.name())
                        ? new ColumnSchema.Indexed(column.name(), column.categories())
                        : column)
            .toList();
    return new TableSchema(inputs, schema.targets()).withMissing(schema.missing());
  }

  private static void warnOfConstants(Table training, List<String> constant) {
    if (!constant.isEmpty()) {
      LOG.warn(
          "{}: the training part has one value in {}; what does not vary there counts for nothing,"
              + " whatever other rows hold",
          Printable.line(training.source()),
          values(training, constant));
    }
  }

  /** Of a target that is always the same, or a class of its own in each row. */
  private static void warnOfTargets(Table training, Collection<String> targets) {
    List<String> constant =
        targets.stream()
            .filter(name -> training.column(name) instanceof NumericColumn)
            .filter(name -> ColumnFit.isConstant(training.column(name)))
            .toList();
    if (!constant.isEmpty()) {
      LOG.warn(
          "{}: the training part has one value in the target {}; there is nothing to be learnt of"
              + " what never varies",
          Printable.line(training.source()),
          values(training, constant));
    }
    for (String name : targets) {
      if (training.column(name) instanceof TextColumn classes
          && training.rows() >= FEWEST_ROWS_OF_IDENTIFIERS
          && classes.distinct().size() > training.rows() / 2) {
        LOG.warn(
            "{}: nearly every row has a class of its own in the target '{}' ({} in {} training"
                + " rows), so that other rows can hardly be predicted; if numbers are meant, write"
                + " them with digits and a decimal point only",
            Printable.line(training.source()),
            Printable.line(name),
            Figures.count(classes.distinct().size()),
            Figures.count(training.rows()));
      }
    }
  }

  /** For example {@code 'year' (2023), 'country' (DE)}. */
  private static String values(Table training, List<String> constant) {
    List<String> values =
        constant.stream()
            .map(name -> String.format("'%s' (%s)", name, firstValue(training.column(name))))
            .map(Printable::line)
            .toList();
    return NameList.joined(values, SHOWN_COLUMNS);
  }

  private static String firstValue(Column column) {
    if (column instanceof TextColumn texts) {
      return texts.isMissing(0)
          ? "none at all"
          : Printable.beginning(texts.value(0), SHOWN_CHARACTERS);
    }
    NumericColumn numbers = (NumericColumn) column;
    double number =
        IntStream.range(0, numbers.rows())
            .filter(row -> !numbers.isMissing(row))
            .mapToDouble(numbers::value)
            .findFirst()
            .orElse(Double.NaN);
    if (Double.isNaN(number)) {
      return "none at all";
    }
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static void warnOfIdentifiers(Table training, TableSchema schema) {
    List<ColumnSchema> identifiers =
        schema.inputs().stream()
            .filter(column -> column instanceof ColumnSchema.Categorical)
            .filter(column -> training.rows() >= FEWEST_ROWS_OF_IDENTIFIERS)
            .filter(column -> column.width() > training.rows() / 2)
            .toList();
    if (identifiers.isEmpty()) {
      return;
    }
    int inputs = identifiers.stream().mapToInt(ColumnSchema::width).sum();
    LOG.warn(
        "{}: nearly every row has a category of its own in {}; leave out what only names rows (on"
            + " the command line by --ignore {}): it costs {} of the {} inputs, {} a row, and"
            + " teaches nothing of rows with other categories",
        Printable.line(training.source()),
        NameList.joined(
            identifiers.stream()
                .map(
                    column ->
                        String.format(
                            "'%s' (%s in %s training rows)",
                            Printable.line(column.name()),
                            Figures.count(column.width()),
                            Figures.count(training.rows())))
                .toList(),
            SHOWN_COLUMNS),
        Printable.line(NameList.argument(identifiers.stream().map(ColumnSchema::name).toList())),
        Figures.count(inputs),
        Figures.count(schema.inputWidth()),
        ByteSize.text((long) inputs * Float.BYTES));
  }
}
