package org.gradcl.nn;

/**
 * A column of categories that a {@link TabularModel} reads through an embedding. Index 0 is that of
 * every category which training did not have: its vector is 0 and stays 0, as the indicators of
 * such a category are.
 *
 * @param name of the column, and of the model's input
 * @param indices how many there are, that of unknown categories among them; at least 1
 * @param width numbers of a vector, at least 1
 */
public record EmbeddedColumn(String name, int indices, int width) {
  private static final int UNKNOWN = 0;
  private static final int GREATEST_USUAL_WIDTH = 50;

  /**
   * Checks name and extents.
   *
   * @throws IllegalArgumentException if the name is blank, or an {@link Embedding} can't have these
   *     extents
   */
  public EmbeddedColumn {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "An embedded column needs a name, by which the model calls its input, found '"
              + name
              + "'; name the column in its table");
    }
    if (width < 1) {
      throw new IllegalArgumentException(
          String.format(
              "The embedding of the column '%s' is at least 1 number wide, found %d", name, width));
    }
    Embedding.of(indices, width);
  }

  /**
   * {@return the usual width for a column: half as many numbers as it has categories, rounded up,
   * and at most 50} Indicators would take one number a category.
   *
   * @param categories how many there are
   */
  public static int usualWidth(int categories) {
    return Math.min(GREATEST_USUAL_WIDTH, (categories + 1) / 2);
  }

  /** {@return the layer by which the column is read} */
  public Embedding embedding() {
    return Embedding.of(indices, width).withPadding(UNKNOWN);
  }
}
