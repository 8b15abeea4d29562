package org.gradcl.cli.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.data.DataException;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.TableSchema;
import org.gradcl.nn.EmbeddedColumn;

/**
 * A column of categories that is to be read through an embedding. Immutable.
 *
 * @param column its name
 * @param width numbers of a category's vector; empty for the usual, see {@link
 *     EmbeddedColumn#usualWidth}
 */
public record EmbedChoice(String column, OptionalInt width) {
  private static final Pattern FORM = Pattern.compile("(?:\"(.*)\"|(.*?))(?::(-?\\d+))?");

  /**
   * Reads {@code COLUMN} or {@code COLUMN:WIDTH}. A name in double quotes may hold commas, and end
   * with a colon and digits.
   *
   * @throws UsageException if the width is below 1 or too large for an int
   */
  public static EmbedChoice parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new UsageException(
          "--embed takes COLUMN or COLUMN:WIDTH, found '" + text + "'; name a column in one line");
    }
    String column = form.group(1) == null ? form.group(2) : form.group(1);
    if (form.group(3) == null) {
      return new EmbedChoice(column, OptionalInt.empty());
    }
    return new EmbedChoice(column, OptionalInt.of(width(text, form.group(3))));
  }

  private static int width(String text, String digits) {
    try {
      int width = Integer.parseInt(digits);
      if (width >= 1) {
        return width;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UsageException(
        String.format(
            "--embed %s: an embedding is at least 1 number wide, found %s; leave out the width for"
                + " the usual one",
            text, digits));
  }

  /**
   * The schema with the chosen columns as indices.
   *
   * @throws DataException if a column is named twice, is no input, or holds numbers
   */
  static TableSchema indexed(TableSchema schema, List<EmbedChoice> choices) {
    List<String> names = new ArrayList<>();
    for (EmbedChoice choice : choices) {
      if (names.contains(choice.column())) {
        throw new UsageException(
            "--embed names the column '" + choice.column() + "' twice; name it once");
      }
      requireCategories(schema, choice.column());
      names.add(choice.column());
    }
    return schema.withIndices(names.toArray(String[]::new));
  }

  private static void requireCategories(TableSchema schema, String name) {
    boolean input = schema.inputs().stream().anyMatch(column -> column.name().equals(name));
    if (input && schema.column(name) instanceof ColumnSchema.Numeric) {
      throw new DataException(
          String.format(
              "The column '%s' holds numbers, and --embed is for categories; if its numbers are"
                  + " names, declare it by --text %s",
              name, name));
    }
  }

  /** The column as a model reads it. */
  private EmbeddedColumn of(ColumnSchema.Indexed indexed) {
    return new EmbeddedColumn(
        column,
        indexed.size(),
        width.orElse(EmbeddedColumn.usualWidth(indexed.categories().size())));
  }

  /** The embedded columns of a model, in the order of the table. */
  static List<EmbeddedColumn> columns(TableSchema schema, List<EmbedChoice> choices) {
    List<EmbeddedColumn> columns = new ArrayList<>();
    for (ColumnSchema.Indexed indexed : schema.indexed()) {
      for (EmbedChoice choice : choices) {
        if (choice.column().equals(indexed.name())) {
          columns.add(choice.of(indexed));
        }
      }
    }
    return columns;
  }
}
