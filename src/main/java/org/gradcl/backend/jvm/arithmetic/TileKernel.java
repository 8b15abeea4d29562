package org.gradcl.backend.jvm.arithmetic;

/**
 * The inner loop of a matrix product: some rows of op(A) times some strips of columns of op(B).
 *
 * <p>May own scratch memory: one thread at a time.
 */
public interface TileKernel {
  /** The largest depth of a call. */
  int MOST_DEPTH = 256;

  /**
   * Distance of rows in a strip of rows: constant, so that all addresses of a kernel are one and
   * fixed distances; and no power of two, so that rows don't meet in the caches.
   */
  int ROW_DISTANCE = MOST_DEPTH + 16;

  /** Rows of a strip of rows. */
  int ROWS_OF_STRIP = 8;

  /** The width of a packed strip of A, in rows, if it is one of neighbours. */
  int rowStep();

  /** The width of a packed strip of B: columns that it computes together. */
  int columnStep();

  /**
   * How many rows it should be given at a time: so many that a strip of B, which comes into the
   * first-level cache for each call, is used long enough to pay for the wait, and that A's part is
   * still in the second-level cache for the next strip. A multiple of the row step.
   */
  int rowsAtATime();

  /**
   * C = A·B or C = C + A·B for some rows and columns, a few rows along all columns at a time. A·B
   * is summed over the depth from zero, one product after the other, and then added, so that an
   * inner extent given block by block is summed in parts, which rounds less. What A leaves out of
   * the depth is no part of the sum. Nothing but these rows and columns is written.
   */
  void multiply(PanelProduct product);
}
