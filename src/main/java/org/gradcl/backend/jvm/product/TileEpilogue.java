package org.gradcl.backend.jvm.product;

/** Receives the finished tiles of a product, on the threads that computed them. */
@FunctionalInterface
public interface TileEpilogue {
  /**
   * One finished tile: C(row + i, column + j) = tile.values[tile.offset + i · tile.stride + j].
   *
   * @param tile what was computed; may be overwritten if it is memory of the thread; only valid
   *     during the call
   * @param thread the number of the thread
   */
  void accept(Tile tile, int thread);
}
