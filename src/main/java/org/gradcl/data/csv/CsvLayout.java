package org.gradcl.data.csv;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.gradcl.data.table.MissingValues;
import org.gradcl.data.table.TableSchema;

/**
 * The user's description of a CSV file. Immutable.
 *
 * @param header whether the first line names the columns
 * @param texts columns that hold texts, whatever they look like
 * @param schema decides the kinds of the columns that it knows; null if there is none
 * @param wanted the columns to be read; empty for all
 * @param ignored columns that are not read
 * @param allowMissing whether cells may have no value
 */
record CsvLayout(
    boolean header,
    Set<String> texts,
    TableSchema schema,
    Set<String> wanted,
    Set<String> ignored,
    boolean allowMissing) {
  /** With a header, kinds decided by the cells, and no cell without a value. */
  static final CsvLayout USUAL = new CsvLayout(true, Set.of(), null, Set.of(), Set.of(), false);

  /** Copies the sets, in their order. */
  CsvLayout {
    texts = Collections.unmodifiableSet(new LinkedHashSet<>(texts));
    wanted = Collections.unmodifiableSet(new LinkedHashSet<>(wanted));
    ignored = Collections.unmodifiableSet(new LinkedHashSet<>(ignored));
  }

  CsvLayout withHeader(boolean given) {
    return new CsvLayout(given, texts, schema, wanted, ignored, allowMissing);
  }

  CsvLayout withTexts(Set<String> columns) {
    return new CsvLayout(header, columns, schema, wanted, ignored, allowMissing);
  }

  CsvLayout withSchema(TableSchema known) {
    boolean missing = allowMissing || known.missing() != MissingValues.REFUSE;
    return new CsvLayout(header, texts, known, wanted, ignored, missing);
  }

  CsvLayout withWanted(Set<String> columns) {
    return new CsvLayout(header, texts, schema, columns, ignored, allowMissing);
  }

  CsvLayout withIgnored(Set<String> columns) {
    return new CsvLayout(header, texts, schema, wanted, columns, allowMissing);
  }

  /** Whether a column is to be read. */
  boolean reads(String column) {
    return !ignored.contains(column) && (wanted.isEmpty() || wanted.contains(column));
  }

  CsvLayout withMissing() {
    return new CsvLayout(header, texts, schema, wanted, ignored, true);
  }

  /** The kind of a column, if its cells do not decide it. */
  Optional<ColumnKind> kind(String column) {
    if (texts.contains(column)) {
      return Optional.of(ColumnKind.TEXTS);
    }
    return isOfSchema(column)
        ? Optional.of(ColumnKind.of(schema.column(column)))
        : Optional.empty();
  }

  /**
   * Whether a cell of a text column marks a missing value. It does not if the column was declared
   * as text. If a category of the schema looks like a mark, the column was declared as text when
   * the model was trained.
   */
  boolean isMissingText(String column, String cell) {
    return allowMissing
        && MissingMarks.isMark(cell)
        && !texts.contains(column)
        && !(isOfSchema(column)
            && schema.column(column).categories().stream().anyMatch(MissingMarks::isMark));
  }

  /** Whether the schema knows the column. */
  boolean isOfSchema(String column) {
    return schema != null && schema.has(column);
  }
}
