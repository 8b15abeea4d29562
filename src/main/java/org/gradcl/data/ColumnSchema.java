package org.gradcl.data;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** How a column becomes numbers for a network. Immutable. */
public sealed interface ColumnSchema {
  /** The name of the column. */
  String name();

  /** How many numbers the column becomes as an input. */
  int width();

  /**
   * A column of numbers, standardised: (x − mean) / scale.
   *
   * @param name of the column
   * @param mean of the training part
   * @param scale the population standard deviation of the training part, √(Σ(x − mean)² / n); 1 for
   *     a constant column
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
                    + " finite, the scale positive; are its values too large?",
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
   * A column of texts. As an input it becomes one number a category, 1 for that of the row and 0
   * for the others; as a target it is the index of its category, the class.
   *
   * @param name of the column
   * @param categories the different texts of the training part in the order of {@link
   *     String#compareTo}, which does not depend on the order of the rows
   */
  record Categorical(String name, List<String> categories) implements ColumnSchema {
    /**
     * Copies the list.
     *
     * @throws DataException if there are no categories, or one occurs twice
     */
    public Categorical {
      Objects.requireNonNull(name, "name");
      categories = List.copyOf(categories);
      if (categories.isEmpty() || new HashSet<>(categories).size() != categories.size()) {
        throw new DataException(
            "Column '" + name + "' needs categories that differ, found " + categories);
      }
    }

    @Override
    public int width() {
      return categories.size();
    }
  }
}
