package org.gradcl.data.table;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;

/** The encoding of a column as numbers for a network. Immutable. */
public sealed interface ColumnSchema {
  /** {@return the name of the column} */
  String name();

  /** {@return how many numbers the column becomes as an input} */
  int width();

  /** {@return the texts that the training part had, each once; none for numbers} */
  default List<String> categories() {
    return List.of();
  }

  /**
   * A column of numbers, standardised: (x − mean) / scale.
   *
   * @param name of the column
   * @param mean of the training part
   * @param scale the population standard deviation of the training part, √(Σ(x − mean)² / n); 1 for
   *     a target that is constant
   */
  record Numeric(String name, double mean, double scale) implements ColumnSchema {
    /**
     * Checks the numbers.
     *
     * @throws DataException if one is not finite or the scale is not positive
     */
    public Numeric {
      Objects.requireNonNull(name, "name");
      if (!Double.isFinite(mean) || !Double.isFinite(scale) || scale <= 0) {
        throw new DataException(
            String.format(
                "Column '%s' cannot be standardised by the mean %s and the scale %s: both must be"
                    + " finite, the scale positive; its values are too large or differ too little"
                    + " for float64",
                name, mean, scale));
      }
    }

    @Override
    public int width() {
      return 1;
    }

    double encode(double value) {
      return (value - mean) / scale;
    }

    double decode(double value) {
      return value * scale + mean;
    }
  }

  /**
   * A column of texts. As an input it becomes one number a category: the indicator, 1 where the
   * category is that of the row and else 0. A text that is none of the categories has the indicator
   * 0 for each. As a target the column is the index of its category, the class.
   *
   * <p>Indicators are not standardised: divided by its deviation √(p(1 − p)), the indicator of a
   * category that one row in 16,000 has would be an input of 126. Earlier versions did it, and a
   * schema with frequencies, which their model files have, still does. The mean of an indicator
   * over the training part is the category's frequency p, its population variance p(1 − p):
   *
   * <pre>
   * (indicator − p) / √(p(1 − p))      for 0 &lt; p &lt; 1
   * indicator − p                      for a constant indicator, p = 0 or p = 1
   * </pre>
   *
   * @param name of the column
   * @param categories the different texts of the training part in the order of {@link
   *     String#compareTo}, which does not depend on the order of the rows
   * @param frequencies empty if indicators are 0 and 1; to standardise them, for each category its
   *     share of the training part's rows, from 0 to 1
   */
  record Categorical(String name, List<String> categories, List<Double> frequencies)
      implements ColumnSchema {
    /**
     * Copies the lists.
     *
     * @throws DataException if there are no categories, one occurs twice, or there are frequencies,
     *     but not one from 0 to 1 for each
     */
    public Categorical {
      Objects.requireNonNull(name, "name");
      categories = List.copyOf(categories);
      if (categories.isEmpty() || new HashSet<>(categories).size() != categories.size()) {
        throw new DataException(
            "Column '" + name + "' needs categories that differ, found " + categories);
      }
      frequencies = List.copyOf(frequencies);
      if (!frequencies.isEmpty() && frequencies.size() != categories.size()) {
        throw new DataException(
            String.format(
                "Column '%s' has %d categories and %d frequencies; give one for each category, or"
                    + " none",
                name, categories.size(), frequencies.size()));
      }
      if (!frequencies.stream().allMatch(p -> p >= 0 && p <= 1)) {
        throw new DataException(
            String.format(
                "The frequencies of column '%s' are shares from 0 to 1, found %s",
                name, frequencies));
      }
    }

    /** A column whose indicators are 0 and 1. */
    public Categorical(String name, List<String> categories) {
      this(name, categories, List.of());
    }

    @Override
    public int width() {
      return categories.size();
    }

    double encode(int category, boolean indicator) {
      if (frequencies.isEmpty()) {
        return indicator ? 1 : 0;
      }
      double p = frequencies.get(category);
      double scale = p > 0 && p < 1 ? Math.sqrt(p * (1 - p)) : 1;
      return ((indicator ? 1 : 0) - p) / scale;
    }
  }

  /**
   * A column of texts as indices, for an embedding: an array of its own in each sample, by the name
   * of the column and of shape []. The categories have the indices from 1 on; {@link #UNKNOWN} is
   * that of a text that is none of them.
   *
   * @param name of the column; neither {@code input} nor {@code target}, which other arrays have
   * @param categories the different texts of the training part in the order of {@link
   *     String#compareTo}
   */
  record Indexed(String name, List<String> categories) implements ColumnSchema {
    /** The index of every text that the training part did not have. */
    public static final int UNKNOWN = 0;

    /**
     * Copies the list.
     *
     * @throws DataException if there are no categories, one occurs twice, or the name is that of
     *     another array
     */
    public Indexed {
      categories = List.copyOf(new Categorical(name, categories).categories());
      if (name.equals(BatchSource.INPUT) || name.equals(BatchSource.TARGET)) {
        throw new DataException(
            "A column of indices can't be called '"
                + name
                + "', which is the name of another array; rename it");
      }
    }

    /** {@return how many indices there are: the rows of its embedding} */
    public int size() {
      return categories.size() + 1;
    }

    @Override
    public int width() {
      return 1;
    }
  }
}
