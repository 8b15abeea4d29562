package org.gradcl.data;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is said of a CSV file before it is read. Immutable.
 *
 * @param header whether the first line names the columns
 * @param texts columns that hold texts, whatever they look like
 * @param schema decides the kinds of the columns that it knows; null if there is none
 * @param wanted the columns to be read; empty for all
 * @param ignored columns that are not read
 */
record CsvLayout(
    boolean header,
    Set<String> texts,
    TableSchema schema,
    Set<String> wanted,
    Set<String> ignored) {
  /** A header, and all columns of the kind that their first data cell says. */
  static final CsvLayout USUAL = new CsvLayout(true, Set.of(), null, Set.of(), Set.of());

  /** Copies the sets, in their order. */
  CsvLayout {
    texts = Collections.unmodifiableSet(new LinkedHashSet<>(texts));
    wanted = Collections.unmodifiableSet(new LinkedHashSet<>(wanted));
    ignored = Collections.unmodifiableSet(new LinkedHashSet<>(ignored));
  }

  CsvLayout withHeader(boolean given) {
    return new CsvLayout(given, texts, schema, wanted, ignored);
  }

  CsvLayout withTexts(Set<String> columns) {
    return new CsvLayout(header, columns, schema, wanted, ignored);
  }

  CsvLayout withSchema(TableSchema known) {
    return new CsvLayout(header, texts, known, wanted, ignored);
  }

  CsvLayout withWanted(Set<String> columns) {
    return new CsvLayout(header, texts, schema, columns, ignored);
  }

  CsvLayout withIgnored(Set<String> columns) {
    return new CsvLayout(header, texts, schema, wanted, columns);
  }

  /** Whether a column is to be read. */
  boolean reads(String column) {
    return !ignored.contains(column) && (wanted.isEmpty() || wanted.contains(column));
  }

  /** Whether a column holds numbers. */
  boolean isNumeric(String column, String firstCell) {
    if (texts.contains(column)) {
      return false;
    }
    return (schema != null && schema.has(column))
        ? schema.column(column) instanceof ColumnSchema.Numeric
        : !Double.isNaN(FiniteNumber.parse(firstCell));
  }
}
