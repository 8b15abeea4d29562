package org.gradcl.backend.jvm.arithmetic;

/**
 * The inner loop of a matrix product: some rows of op(A) times one panel of op(B).
 *
 * <p>May own scratch memory: one thread at a time.
 */
public interface TileKernel {
  /** Rows that it computes together; packed rows of A come in groups of this many. */
  int rowStep();

  /** Columns that it computes together: the width of a packed panel of B. */
  int columnStep();

  /**
   * C = C + A·B for some rows and one panel of columns. A·B is summed from zero and then added, so
   * that an inner extent given block by block is summed in parts, which rounds less. Rows and
   * columns of C up to the next multiples of the steps may be overwritten with unspecified numbers.
   */
  void multiply(PanelProduct product);
}
