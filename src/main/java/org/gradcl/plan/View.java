package org.gradcl.plan;

/**
 * A matrix within a region: element (i, j) is at {@code offset + i · stride + j}, in floats. A
 * batch of matrices has them {@code rows · stride} apart.
 *
 * @param region which memory
 * @param offset of the first element
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 * @param stride distance of rows, at least {@code columns}
 */
public record View(Region region, int offset, int rows, int columns, int stride) {
  /** A matrix without gaps. */
  public static View of(Region region, int offset, int rows, int columns) {
    return new View(region, offset, rows, columns, columns);
  }

  /** The number of elements, without gaps. */
  public int elements() {
    return Math.multiplyExact(rows, columns);
  }

  /** The first offset behind this view. */
  public int end() {
    return offset + (rows - 1) * stride + columns;
  }

  /** Whether there are floats between its rows that do not belong to it. */
  public boolean hasGaps() {
    return rows > 1 && stride != columns;
  }

  /** Whether the two views share a memory location; views with gaps count as whole ranges. */
  public boolean overlaps(View other) {
    return region == other.region && offset < other.end() && other.offset < end();
  }

  @Override
  public String toString() {
    return region + "[" + offset + "] " + rows + "×" + columns;
  }
}
