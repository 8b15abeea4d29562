package org.gradcl.backend.jvm.arithmetic;

/**
 * The inner loops of a product with few rows, which reads B where it lies and once: packing it
 * would take longer than multiplying.
 *
 * <p>Sums are taken in the order of {@link TileKernel#multiply}, with the same bits. May own
 * scratch memory: one thread at a time.
 */
public interface InPlaceKernel {
  /** The width of a strip of A, in rows, where B is read by lines. */
  int rowStep();

  /** The most numbers of C that {@link #neighbours} computes together. */
  int mostNeighbours();

  /**
   * C = A·B or C = C + A·B where the numbers of a column of B are neighbours: each is multiplied
   * with the rows of a strip of A.
   */
  void lines(InPlaceProduct product);

  /**
   * C = A·B or C = C + A·B where the numbers of a row of B are neighbours: some rows of B at a
   * time, along all columns, so that memory is read in long runs.
   */
  void neighbours(InPlaceProduct product);
}
