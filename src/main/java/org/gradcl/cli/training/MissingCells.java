package org.gradcl.cli.training;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;
import org.gradcl.data.table.Column;
import org.gradcl.data.table.Table;
import org.gradcl.text.Figures;
import org.gradcl.text.NameList;
import org.gradcl.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of cells without a value, for each of some columns.
 *
 * @param table in question
 * @param counts of the columns that lack some
 */
public record MissingCells(Table table, Map<String, Integer> counts) {
  private static final Logger LOG = LoggerFactory.getLogger(MissingCells.class);
  private static final int SHOWN_COLUMNS = 10;

  /** Copies the counts, in their order. */
  public MissingCells {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /**
   * Counts the cells without a value.
   *
   * @param columns of the table
   */
  public static MissingCells of(Table table, Collection<String> columns) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String name : columns) {
      Column column = table.column(name);
      int count = (int) IntStream.range(0, table.rows()).filter(column::isMissing).count();
      if (count > 0) {
        counts.put(name, count);
      }
    }
    return new MissingCells(table, counts);
  }

  /**
   * The table without the rows that lack a value in one of the columns, of which it warns.
   *
   * @param why they are left out
   * @param advice what to do if no row is left
   */
  Table withoutRows(String why, String advice) {
    int[] complete = table.completeRows(counts.keySet());
    if (complete.length == table.rows()) {
      return table;
    }
    if (complete.length == 0) {
      throw new DataException(
          String.format(
              "%s: every row lacks a value (%s), which leaves none; %s",
              table.source(), this, advice));
    }
    LOG.warn(
        "{}: {} of {} rows {} ({}) and are left out",
        Printable.line(table.source()),
        Figures.count(table.rows() - complete.length),
        Figures.count(table.rows()),
        why,
        Printable.line(toString()));
    return table.select(complete);
  }

  /** Warns that the mean, or a category of their own, stands for these cells. */
  public void warnOfMeans() {
    if (!counts.isEmpty()) {
      LOG.warn(
          "{}: missing inputs ({}) count as the mean of the training part, among texts as a"
              + " category of their own",
          Printable.line(table.source()),
          Printable.line(toString()));
    }
  }

  /** Warns that the predictions of rows that lack a value are empty. */
  public void warnOfEmptyPredictions() {
    if (!counts.isEmpty()) {
      int[] complete = table.completeRows(counts.keySet());
      int first = 0;
      while (first < complete.length && complete[first] == first) {
        first++;
      }
      LOG.warn(
          "{}: {} of {} rows lack a value ({}), the first in {}; their predictions are empty",
          Printable.line(table.source()),
          Figures.count(table.rows() - complete.length),
          Figures.count(table.rows()),
          Printable.line(toString()),
          table.place(first));
    }
  }

  /** For example {@code 'a' 12, 'b' 3}. */
  @Override
  public String toString() {
    return NameList.joined(
        counts.entrySet().stream()
            .map(entry -> "'" + entry.getKey() + "' " + Figures.count(entry.getValue()))
            .toList(),
        SHOWN_COLUMNS);
  }
}
