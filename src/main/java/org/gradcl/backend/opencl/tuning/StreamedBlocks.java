package org.gradcl.backend.opencl.tuning;

import static org.gradcl.backend.opencl.tuning.Extents.ceilDivide;

/**
 * The blocks of C in the streamed product, one for each work-group: one matrix is far larger than
 * the others, and each group reads or writes its share of that one in long runs.
 *
 * @param rows of a block
 * @param columns of a block
 * @param groupRows blocks over the rows of C
 * @param groupColumns blocks over the columns of C
 */
public record StreamedBlocks(int rows, int columns, int groupRows, int groupColumns) {
  /** Rows that are always few. */
  private static final int FEW_ROWS = 16;

  /** Numbers of a matrix that is beyond second-level caches: packing it takes longer there. */
  private static final long LARGE = 1 << 19;

  /** Numbers of the large matrix that are worth another group; measured on PoCL. */
  private static final int NUMBERS_OF_GROUP = 16_384;

  /** More groups than units, so that none waits long for one that is slow. */
  private static final int MOST_GROUPS_PER_UNIT = 4;

  /** Lines that are read at a time, and rows that are written at a time. */
  private static final int LINES = 8;

  private static final int ROWS = 4;

  /** Columns of the widest panel. */
  private static final int PANEL = 32;

  /**
   * Whether a product of matrices is streamed: one of few rows, or one of few terms, which is as
   * large as its operands are small, the gradient of weights. Measured on PoCL.
   *
   * @param extents with the rows of a full batch
   */
  public static boolean suit(
      Extents extents, boolean transposeA, boolean transposeB, KernelVariant variant) {
    if (transposeA) {
      return !transposeB && extents.k() <= variant.macro("MOST_TERMS");
    }
    int few = hasLargeMatrix(extents) && !transposeB ? variant.macro("MOST_ROWS") : FEW_ROWS;
    return extents.m() <= few;
  }

  /** Whether op(B) is better read by all work-groups together than by each for itself. */
  public static boolean hasLargeMatrix(Extents extents) {
    return (long) extents.n() * extents.k() >= LARGE;
  }

  /** The blocks for a product that is streamed. */
  public static StreamedBlocks of(
      Extents extents, boolean transposeA, boolean transposeB, KernelVariant variant, int units) {
    int m = extents.m();
    int n = extents.n();
    long numbers = (long) n * (transposeA ? m : extents.k());
    long worth = Math.max(1, numbers / NUMBERS_OF_GROUP);
    int most = (int) Math.min(worth, (long) MOST_GROUPS_PER_UNIT * units);
    if (transposeA) {
      int rows = ceilDivide(ceilDivide(m, most), ROWS) * ROWS;
      return new StreamedBlocks(rows, n, ceilDivide(m, rows), 1);
    }
    // Rows of op(B) are cut into runs, which are as long as a strip if that occupies all units; its
    // lines, if it is transposed, are not cut.
    int whole = transposeB ? LINES : PANEL;
    int run = transposeB ? 1 : Math.min(variant.macro("STRIP_COLUMNS"), ceilDivide(n, units));
    int columns = ceilDivide(Math.max(run, ceilDivide(n, most)), whole) * whole;
    return new StreamedBlocks(variant.macro("MOST_ROWS"), columns, 1, ceilDivide(n, columns));
  }

  /** Floats of the workspace that a group needs, as {@code matmul_streamed.clh} lays it out. */
  public int floats(int k, boolean transposeA, boolean transposeB, KernelVariant variant) {
    int strip = variant.macro("MOST_ROWS") * variant.macro("STRIP_COLUMNS");
    int packed = strip;
    if (transposeA) {
      packed = Math.multiplyExact(ceilDivide(columns, PANEL) * PANEL, k);
    } else if (transposeB) {
      packed = Math.multiplyExact(FEW_ROWS, k);
    }
    return Math.addExact(strip, packed);
  }

  /** The number of work-groups for one product. */
  public int groups() {
    return groupRows * groupColumns;
  }
}
