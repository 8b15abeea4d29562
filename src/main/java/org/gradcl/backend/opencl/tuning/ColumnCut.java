package org.gradcl.backend.opencl.tuning;

import static org.gradcl.backend.opencl.tuning.Extents.ceilDivide;

/**
 * How the column sums of a matrix are cut: into work-groups along the columns and, where these are
 * too few for the device, into parts of the rows. Arguments of the kernel all of them.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 * @param groups work-groups along the columns
 * @param chunk columns of a work-group
 * @param parts of the rows, a row of work-groups each
 * @param partRows rows of a part
 * @param lanes work-items of a group that share the rows of a column, a power of two
 */
public record ColumnCut(
    int rows, int columns, int groups, int chunk, int parts, int partRows, int lanes) {
  /** Neighbouring columns whose numbers of a row are one access to the memory. */
  private static final int MOST_SLOTS = 32;

  /** Rows that a work-item adds up sooner than it would share them with another. */
  private static final int LEAST_ROWS_OF_LANE = 4;

  /** Rows of a work-item that take longer than a further kernel, which adds up the parts. */
  private static final int LEAST_ROWS_OF_PART = 64;

  /** On CPU devices, where an item has a processor for itself and the rows are read at once. */
  private static final int LEAST_ROWS_OF_CPU_PART = 1024;

  /** For a matrix on a device. */
  public static ColumnCut of(int rows, int columns, KernelVariant variant, int computeUnits) {
    return of(rows, columns, false, variant, computeUnits);
  }

  /** For a matrix whose rows are not cut into parts. */
  public static ColumnCut ofWholeRows(
      int rows, int columns, KernelVariant variant, int computeUnits) {
    return of(rows, columns, true, variant, computeUnits);
  }

  private static ColumnCut of(
      int rows, int columns, boolean whole, KernelVariant variant, int computeUnits) {
    int lanes = lanes(rows, columns, variant.localSize());
    int strip = variant.localSize() / lanes * variant.macro("VECTOR_WIDTH");
    int strips = ceilDivide(columns, strip);
    int wanted = GroupCount.of((long) rows * columns, variant, computeUnits);
    int chunk = ceilDivide(strips, Math.min(strips, wanted)) * strip;
    int groups = ceilDivide(columns, chunk);
    int least = variant.localSize() > 1 ? lanes * LEAST_ROWS_OF_PART : LEAST_ROWS_OF_CPU_PART;
    int most = whole ? 1 : Math.max(1, Math.min(wanted / groups, rows / least));
    int partRows = ceilDivide(rows, most);
    return new ColumnCut(rows, columns, groups, chunk, ceilDivide(rows, partRows), partRows, lanes);
  }

  private static int lanes(int rows, int columns, int localSize) {
    int slots = Math.min(MOST_SLOTS, nextPowerOfTwo(columns));
    int shared = Integer.highestOneBit(Math.max(1, rows / LEAST_ROWS_OF_LANE));
    return Math.max(1, Math.min(localSize / slots, shared));
  }

  private static int nextPowerOfTwo(int number) {
    return number == 1 ? 1 : Integer.highestOneBit(number - 1) * 2;
  }
}
