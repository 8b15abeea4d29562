package org.gradcl.backend.opencl.tuning;

import static org.gradcl.backend.opencl.tuning.Extents.ceilDivide;

/**
 * How a row program is cut: into work-groups along the rows and, where there are few rows and many
 * columns, into parts of the columns. Arguments of the kernel all of them.
 *
 * @param groups work-groups along the rows
 * @param chunk rows of a work-group
 * @param parts of the columns
 * @param partColumns columns of a part
 * @param partGroups work-groups along the parts
 */
public record RowCut(int groups, int chunk, int parts, int partColumns, int partGroups) {
  /** Rows that are many: a part leaves a number for each. */
  private static final int MOST_ROWS = 4096;

  /** Columns of a part, at least. */
  private static final int LEAST_COLUMNS = 64;

  /** Elements of a part on CPU devices: what a second-level cache holds. */
  private static final int CPU_PART = 32 * 1024;

  /** Elements of a row that are worth a further kernel. */
  private static final int LONG_ROW = 16 * 1024;

  /** For rows that are visited one after the other; not cut. */
  public static RowCut along(int rows, int columns, KernelVariant variant, int units) {
    return whole(rows, columns, GroupCount.ofRows(rows, columns, variant, units));
  }

  /** The same with the columns cut where there are few rows, and these long. */
  public static RowCut alongParts(int rows, int columns, KernelVariant variant, int units) {
    RowCut whole = along(rows, columns, variant, units);
    long most = GroupCount.of((long) rows * columns, variant, units);
    if (columns < LONG_ROW || rows >= most) {
      return whole;
    }
    int parts = (int) Math.min(most / rows, columns / (LONG_ROW / 4));
    return new RowCut(whole.groups, whole.chunk, 1, columns, 1).withParts(columns, parts, parts);
  }

  /** For rows of which each is a lane's; not cut. */
  public static RowCut across(int rows, int columns, KernelVariant variant, int units) {
    return whole(rows, columns, acrossGroups(rows, columns, variant, units));
  }

  private static int acrossGroups(int rows, int columns, KernelVariant variant, int units) {
    int lanes = variant.localSize() * variant.macro("VECTOR_WIDTH");
    int wanted = GroupCount.of((long) rows * columns, variant, units);
    return Math.min(ceilDivide(rows, lanes), wanted);
  }

  /**
   * The same with the columns cut where there are few rows: each part of so many columns stays in a
   * cache of CPU devices while one vector of rows after the other goes over it.
   */
  public static RowCut acrossParts(int rows, int columns, KernelVariant variant, int units) {
    RowCut whole = across(rows, columns, variant, units);
    int wanted = GroupCount.of((long) rows * columns, variant, units);
    if (rows > MOST_ROWS || columns < 2 * LEAST_COLUMNS) {
      return whole;
    }
    if (variant.localSize() == 1) {
      int partColumns = Math.max(LEAST_COLUMNS, CPU_PART / rows);
      int parts = ceilDivide(columns, partColumns);
      return parts < 2
          ? whole
          : new RowCut(1, rows, 1, columns, 1).withParts(columns, parts, Math.min(parts, wanted));
    }
    int parts = Math.min(wanted / whole.groups, columns / LEAST_COLUMNS);
    return parts < 2 ? whole : whole.withParts(columns, parts, parts);
  }

  private static RowCut whole(int rows, int columns, int groups) {
    int chunk = ceilDivide(rows, groups);
    return new RowCut(ceilDivide(rows, chunk), chunk, 1, columns, 1);
  }

  private RowCut withParts(int columns, int wanted, int wantedGroups) {
    int partOf = ceilDivide(columns, wanted);
    int count = ceilDivide(columns, partOf);
    return new RowCut(groups, chunk, count, partOf, Math.min(count, wantedGroups));
  }

  /** With so many work-groups along the rows. */
  public RowCut withGroups(int rows, int wanted) {
    int share = ceilDivide(rows, Math.min(rows, wanted));
    return new RowCut(ceilDivide(rows, share), share, parts, partColumns, partGroups);
  }

  /** Whether columns are cut. */
  public boolean isCut() {
    return parts > 1;
  }
}
