package org.gradcl.data.table;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradcl.data.DataException;

/** A column of texts, each different text kept once; some may be missing. Immutable. */
public final class TextColumn implements Column {
  /** Stands for a text that is missing; as a category it is one of its own. */
  static final String MISSING = "";

  private final String name;

  /** The different texts; after {@link #select} some may be in no row. */
  private final List<String> texts;

  private final int[] textOfRow;

  private TextColumn(String name, List<String> texts, int[] textOfRow) {
    this.name = Objects.requireNonNull(name, "name");
    this.texts = texts;
    this.textOfRow = textOfRow;
  }

  /**
   * {@return a column of the given values; copied}
   *
   * @param name unique in a table
   * @param values one a row
   * @throws DataException if a value is null or empty
   */
  public static TextColumn of(String name, String... values) {
    return checked(name, false, values);
  }

  /**
   * {@return a column of the given values, of which some may be missing; copied}
   *
   * @param name unique in a table
   * @param values one a row; null or empty where it is missing
   */
  public static TextColumn withMissing(String name, String... values) {
    return checked(name, true, values);
  }

  private static TextColumn checked(String name, boolean allowMissing, String... values) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] textOfRow = new int[values.length];
    for (int row = 0; row < values.length; row++) {
      String value = values[row] == null ? MISSING : values[row];
      if (value.equals(MISSING) && !allowMissing) {
        throw new DataException(
            String.format(
                "Column '%s' has no text in row %d (from 0); fill it in or remove the row",
                name, row));
      }
      textOfRow[row] = numbers.computeIfAbsent(value, text -> numbers.size());
    }
    return new TextColumn(name, List.copyOf(numbers.keySet()), textOfRow);
  }

  /**
   * {@return a column of which each different text is given once; the rows are not copied}
   *
   * @param name unique in a table
   * @param texts the different texts; the empty one stands for a missing one
   * @param textOfRow the index in {@code texts} of each row's text; not to be written to
   * @throws DataException if a text is given twice or an index is none of a text
   */
  public static TextColumn ofNumbered(String name, List<String> texts, int[] textOfRow) {
    if (new HashSet<>(texts).size() != texts.size()) {
      throw new DataException("Column '" + name + "': each different text is given once");
    }
    for (int row = 0; row < textOfRow.length; row++) {
      if (textOfRow[row] < 0 || textOfRow[row] >= texts.size()) {
        throw new DataException(
            String.format(
                "Column '%s': row %d (from 0) has the text number %d, and there are %d texts",
                name, row, textOfRow[row], texts.size()));
      }
    }
    return new TextColumn(name, List.copyOf(texts), textOfRow);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return textOfRow.length;
  }

  /**
   * {@return the text in a row, counted from 0; empty if it is missing}
   *
   * @param row from 0
   */
  public String value(int row) {
    return texts.get(textOfRow[row]);
  }

  /** {@return the different texts in the rows, in the order of {@link String#compareTo}} */
  public List<String> distinct() {
    return Arrays.stream(textOfRow).distinct().mapToObj(texts::get).sorted().toList();
  }

  /** {@return how many rows hold each text of {@link #distinct}, in its order} */
  public SortedMap<String, Integer> counts() {
    int[] rowsOfText = new int[texts.size()];
    for (int text : textOfRow) {
      rowsOfText[text]++;
    }
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (int text = 0; text < rowsOfText.length; text++) {
      if (rowsOfText[text] > 0) {
        counts.put(texts.get(text), rowsOfText[text]);
      }
    }
    return counts;
  }

  /** All texts that {@link #textNumber} may mean. */
  List<String> texts() {
    return texts;
  }

  /** The index in {@link #texts} of a row's text. */
  int textNumber(int row) {
    return textOfRow[row];
  }

  @Override
  public boolean isMissing(int row) {
    return value(row).equals(MISSING);
  }

  @Override
  public TextColumn select(int... rowNumbers) {
    int[] selected = new int[rowNumbers.length];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = textOfRow[rowNumbers[i]];
    }
    return new TextColumn(name, texts, selected);
  }
}
