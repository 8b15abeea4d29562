package org.gradcl.backend.jvm.product;

/**
 * The innermost product: a tile of C from a panel of A and a panel of B.
 *
 * <p>Panels are packed: element (i, p) of A's panel is at {@code a[aOffset + p · rows + i]},
 * element (p, j) of B's at {@code b[bOffset + p · columns + j]}. Stateless.
 */
public interface MicroKernel {
  /** Rows of the tile. */
  int rows();

  /** Columns of the tile. */
  int columns();

  /**
   * C[i, j] = (accumulate ? C[i, j] : 0) + Σ over p &lt; k of A[i, p] · B[p, j], for a whole tile,
   * with C[i, j] at {@code c[cOffset + i · ldc + j]}.
   */
  void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int ldc,
      boolean accumulate);

  /** Its name, for {@code explain}. */
  String name();
}
