package org.gradcl.backend.opencl.tuning;

import static org.gradcl.backend.opencl.tuning.Extents.ceilDivide;

/**
 * The blocks of C in the packed product, one for each work-group: few and large, since each packs
 * its own operands, but enough to occupy all compute units.
 *
 * @param rows of a block
 * @param columns of a block
 * @param groupRows blocks over the rows of C
 * @param groupColumns blocks over the columns of C
 */
public record PackedBlocks(int rows, int columns, int groupRows, int groupColumns) {
  /** Packing a number costs as much as this many multiply-adds; measured on PoCL: 2 to 9. */
  private static final double PACKING_COST = 6;

  /** A work-group costs as much as this many multiply-adds; measured on PoCL: 0.1 µs at most. */
  private static final double GROUP_COST = 4000;

  /** The share of a block for which units wait at the end for the one that began latest. */
  private static final double STRAGGLING = 0.1;

  /** Inner extents that are short: the packing of a panel costs little beside writing C. */
  private static final int SHALLOW = 64;

  private static final int SHALLOW_ROWS = 48;

  /** Floats between tiles of a part of op(A), the end of the last vector of one. */
  private static final int A_TILE_GAP = 16;

  /** Floats of op(B) that stay in a second-level cache while all turns read them. */
  private static final int MOST_KEPT = 1 << 17;

  private static final int MOST_GROUPS_PER_UNIT = 4;

  /** Tiles of rows beside which the packing of op(B) for a group costs little. */
  private static final int TILES_OF_GROUP = 8;

  /** The blocks of least estimated time. */
  public static PackedBlocks of(
      Extents extents, boolean packsA, KernelVariant variant, int computeUnits) {
    int tileRows = variant.macro("TILE_ROWS");
    int panelColumns = 2 * variant.macro("VECTOR_WIDTH");
    int rowTiles = ceilDivide(extents.m(), tileRows);
    int panels = ceilDivide(extents.n(), panelColumns);
    int most = MOST_GROUPS_PER_UNIT * computeUnits;
    PackedBlocks best = null;
    double leastTime = Double.POSITIVE_INFINITY;
    for (int groupRows = 1; groupRows <= Math.min(most, rowTiles); groupRows++) {
      for (int groupColumns = 1;
          groupColumns <= Math.min(most / groupRows, panels);
          groupColumns++) {
        int rows = ceilDivide(rowTiles, groupRows) * tileRows;
        int columns = ceilDivide(panels, groupColumns) * panelColumns;
        PackedBlocks blocks =
            new PackedBlocks(
                rows, columns, ceilDivide(extents.m(), rows), ceilDivide(extents.n(), columns));
        double time = blocks.time(extents, packsA, variant, computeUnits);
        if (time < leastTime) {
          best = blocks;
          leastTime = time;
        }
      }
    }
    return best;
  }

  /**
   * Blocks of all columns, for products that follow each other and are cut into the same rows,
   * whatever their columns and inner extents are: one for each compute unit, more of many rows.
   */
  public static PackedBlocks ofRows(Extents extents, KernelVariant variant, int computeUnits) {
    int tileRows = variant.macro("TILE_ROWS");
    int panelColumns = 2 * variant.macro("VECTOR_WIDTH");
    int tiles = ceilDivide(extents.m(), tileRows);
    int ofUnit = tiles / (TILES_OF_GROUP * computeUnits);
    int groups = computeUnits * Math.max(1, Math.min(ofUnit, MOST_GROUPS_PER_UNIT));
    int rows = ceilDivide(tiles, Math.min(tiles, groups)) * tileRows;
    int columns = ceilDivide(extents.n(), panelColumns) * panelColumns;
    return new PackedBlocks(rows, columns, ceilDivide(extents.m(), rows), 1);
  }

  /** The estimated time, in multiply-adds of a compute unit. */
  public double time(Extents extents, boolean packsA, KernelVariant variant, int computeUnits) {
    double k = extents.k();
    int turns = ceilDivide(rows, turnRows(extents.k(), variant));
    double packs = (keepsB(extents.k(), variant) ? 1 : turns) * k * columns;
    packs += packsA ? k * rows : 0;
    double group = k * rows * columns + PACKING_COST * packs + GROUP_COST;
    return (ceilDivide(groups(), computeUnits) + STRAGGLING) * group;
  }

  /**
   * The rows of a block that are worked on at a time: many, since a panel of op(B) is packed for
   * each turn, but where the inner extent is short few, so that lines of C a row apart stay in the
   * caches until the next panel continues them.
   */
  public int turnRows(int k, KernelVariant variant) {
    int most = k <= SHALLOW ? SHALLOW_ROWS : variant.macro("ROW_BLOCK");
    return Math.min(rows, most);
  }

  /** Whether all panels of op(B) are packed once for all turns. */
  public boolean keepsB(int k, KernelVariant variant) {
    return rows > turnRows(k, variant) && (long) k * columns <= MOST_KEPT;
  }

  /**
   * Floats of the workspace that a group needs, as {@code matmul_packed.clh} lays it out.
   *
   * @param partOfA whether a part of op(A) lies there, or where its runs begin
   */
  public int floats(int k, boolean partOfA, KernelVariant variant) {
    int terms = variant.macro("K_BLOCK");
    int panelColumns = 2 * variant.macro("VECTOR_WIDTH");
    int lines = turnRows(k, variant);
    int blockOfC = Math.multiplyExact(lines, k > terms ? columns : panelColumns);
    int panelsOfB = keepsB(k, variant) ? k * columns : terms * panelColumns;
    int withoutA = Math.addExact(panelsOfB + terms, blockOfC);
    int tile = variant.macro("TILE_ROWS");
    return partOfA ? Math.addExact(withoutA, lines / tile * (terms * tile + A_TILE_GAP)) : withoutA;
  }

  /** The number of work-groups for one product. */
  public int groups() {
    return groupRows * groupColumns;
  }
}
