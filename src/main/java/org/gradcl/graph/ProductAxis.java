package org.gradcl.graph;

/**
 * An axis of a product's domain. Immutable.
 *
 * @param kind what the product does along it
 * @param extent how many indices it has, at least 1
 */
public record ProductAxis(Kind kind, int extent) {
  /** What a product does along an axis. */
  public enum Kind {
    /** Both operands may depend on it, and the result has it: one product for each index. */
    BATCH,
    /** The left operand may depend on it, and the result has it. */
    ROW,
    /** The right operand may depend on it, and the result has it. */
    COLUMN,
    /** Both operands may depend on it, and the product sums over it. */
    INNER
  }

  /**
   * Checks the extent.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public ProductAxis {
    if (extent < 1) {
      throw new IllegalArgumentException(
          "An axis of a product has at least one index, found " + extent + " along " + kind);
    }
  }

  /** An axis with a product for each index. */
  public static ProductAxis batch(int extent) {
    return new ProductAxis(Kind.BATCH, extent);
  }

  /** An axis of the left operand. */
  public static ProductAxis row(int extent) {
    return new ProductAxis(Kind.ROW, extent);
  }

  /** An axis of the right operand. */
  public static ProductAxis column(int extent) {
    return new ProductAxis(Kind.COLUMN, extent);
  }

  /** An axis that is summed over. */
  public static ProductAxis inner(int extent) {
    return new ProductAxis(Kind.INNER, extent);
  }
}
