package org.gradcl.backend.jvm.product;

/**
 * How a product of one shape is cut and packed. Immutable.
 *
 * @param grid the tiles of C
 * @param a how op(A) is packed
 * @param b how op(B) is packed
 * @param shared whether several threads work on the tiles
 * @param packedByTeam whether several threads pack what tiles share
 */
record ProductLayout(
    TileGrid grid, PackedFactor a, PackedFactor b, boolean shared, boolean packedByTeam) {
  /** Shorter rows leave most of a strip of rows empty, and are far apart. */
  private static final int LEAST_DEPTH_OF_ROWS = 32;

  /** The layout for two factors. */
  static ProductLayout of(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    long elementsOfA = (long) shape.m() * shape.k() * shape.batch();
    long elementsOfB = (long) shape.n() * shape.k() * shape.batch();
    long packing = Product.PACKING_COST * (elementsOfA + elementsOfB);
    boolean shared = shape.multiplyAdds() + packing >= Product.LEAST_SHARED_WORK;
    TileGrid grid = TileGrid.of(shape, scratch.rowStep(), scratch.columnStep(), shared);
    boolean shareA = grid.across() > 1 && !left.readByWindows();
    boolean shareB = grid.down() > 1 && !right.readByWindows();
    PackedFactor a = left(shape, left, scratch, shareA);
    PackedFactor b = new PackedFactor(shape, right, shape.n(), scratch.columnStep(), shareB);
    long packedFirst = (a.shared() ? elementsOfA : 0) + (b.shared() ? elementsOfB : 0);
    return new ProductLayout(
        grid,
        a,
        b,
        shared,
        shared && Product.PACKING_COST * packedFirst >= Product.LEAST_SHARED_WORK);
  }

  /**
   * The packing of op(A). What each tile packs for itself is used for few columns, so it is copied
   * by runs of what lies beside each other.
   */
  static PackedFactor left(
      ProductShape shape, Factor left, ProductScratch scratch, boolean shared) {
    return shared || left.linesAreNeighbours() || shape.k() < LEAST_DEPTH_OF_ROWS
        ? new PackedFactor(shape, left, shape.m(), scratch.rowStep(), shared)
        : PackedFactor.ofRows(shape, left, shape.m());
  }

  ScratchNeed need() {
    return new ScratchNeed(
        a.sharedFloats(),
        b.sharedFloats(),
        a.floatsInTile(grid.rows()),
        b.floatsInTile(grid.columns()),
        Math.multiplyExact(grid.rows(), grid.columns()));
  }

  /** For people. */
  @Override
  public String toString() {
    return String.format(
        "tile %d×%d, %s packed once",
        grid.rows(),
        grid.columns(),
        a.shared() ? (b.shared() ? "A and B" : "A") : b.shared() ? "B" : "nothing");
  }
}
