package org.gradcl.data.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gradcl.data.DataException;
import org.gradcl.text.Figures;
import org.gradcl.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the category of each row's text, and reports those that the training part did not have. */
final class CategoryReader {
  private static final Logger LOG = LoggerFactory.getLogger(CategoryReader.class);
  private static final int SHOWN_CATEGORIES = 5;
  private static final int SHOWN_CHARACTERS = 40;
  private static final int LISTED_CATEGORIES = 20;

  /** What the categories of a column are for. */
  enum Use {
    INDICATORS("category", "categories", "they count as none of the known ones, all indicators 0"),
    INDEX("category", "categories", "they share the index 0, that of every unknown one"),
    CLASS("class", "classes", "no prediction is right there, they count as wrong");

    private final String one;
    private final String several;
    private final String ofUnknown;

    Use(String one, String several, String ofUnknown) {
      this.one = one;
      this.several = several;
      this.ofUnknown = ofUnknown;
    }
  }

  private final Table table;
  private final UnknownCategories unknown;

  CategoryReader(Table table, UnknownCategories unknown) {
    this.table = table;
    this.unknown = Objects.requireNonNull(unknown, "unknown");
  }

  /**
   * The index of each row's category, −1 where it is unknown.
   *
   * @param missingAllowed whether a missing text is a category as any other
   * @throws DataException if a text is missing or unknown where that is refused
   */
  int[] read(ColumnSchema column, Use use, boolean missingAllowed) {
    TextColumn texts = table.text(column.name());
    int[] categoryOfText = categoriesOf(texts, column.categories());
    int[] categories = new int[table.rows()];
    SortedSet<String> unknownTexts = new TreeSet<>();
    for (int row = 0; row < categories.length; row++) {
      if (texts.isMissing(row) && !missingAllowed) {
        throw missing(table, column, row);
      }
      categories[row] = categoryOfText[texts.textNumber(row)];
      if (categories[row] < 0) {
        if (unknown == UnknownCategories.REFUSE) {
          throw unknownText(column, texts, row, use);
        }
        unknownTexts.add(texts.value(row));
      }
    }
    long unknownRows = Arrays.stream(categories).filter(category -> category < 0).count();
    if (unknownRows > 0) {
      LOG.warn(
          "{}, column '{}': {} that the training part does not have, in {} ({}); {}",
          Printable.line(table.source()),
          Printable.line(column.name()),
          use.several,
          Figures.count(unknownRows, "row"),
          first(unknownTexts),
          use.ofUnknown);
    }
    return categories;
  }

  /** The index of each text, −1 if it is no category. */
  private static int[] categoriesOf(TextColumn texts, List<String> categories) {
    Map<String, Integer> indices = new HashMap<>();
    for (String category : categories) {
      indices.put(category, indices.size());
    }
    return texts.texts().stream().mapToInt(text -> indices.getOrDefault(text, -1)).toArray();
  }

  /** The exception for a value that is missing. */
  static DataException missing(Table table, ColumnSchema column, int row) {
    return new DataException(
        String.format(
            "%s, %s, column '%s': the value is missing; fill it in, leave such rows out as"
                + " Table.complete does, or let the schema say what stands for missing inputs"
                + " (TableSchema.withMissing)",
            table.source(), table.place(row), column.name()));
  }

  private DataException unknownText(ColumnSchema column, TextColumn texts, int row, Use use) {
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
                use.one,
                shown(texts.value(row)),
                some(column.categories()))));
  }

  private static String first(SortedSet<String> texts) {
    return Printable.line(
            String.join(
                ", ", texts.stream().limit(SHOWN_CATEGORIES).map(CategoryReader::shown).toList()))
        + (texts.size() > SHOWN_CATEGORIES
            ? ", …; " + Figures.count(texts.size()) + " in all"
            : "");
  }

  private static String shown(String text) {
    return text.equals(TextColumn.MISSING)
        ? "(missing)"
        : Printable.beginning(text, SHOWN_CHARACTERS);
  }

  /** The categories, or the first of very many. */
  private static String some(List<String> categories) {
    List<String> all = categories.stream().map(CategoryReader::shown).toList();
    return all.size() <= LISTED_CATEGORIES
        ? all.toString()
        : String.format(
            Locale.ROOT,
            "%d: [%s, …]",
            all.size(),
            String.join(", ", all.subList(0, LISTED_CATEGORIES)));
  }
}
