package org.gradcl.backend.jvm.arithmetic;

/**
 * The operands and the result of an {@link InPlaceKernel}, set anew for each call by the thread
 * that owns it.
 *
 * <pre>
 *                       A(i, p)                                B(p, j)
 * lines                 a[aOffset + (i / width)·aStride        b[bOffset + j·bStride + p]
 *                         + p·width + i % width]
 * dots                  as copyRows leaves it                  b[bOffset + j·bStride + p]
 * strips                a[aOffset + p]                         b[bOffset + (j / step)·bStride
 *                                                                + p·step + j % step]
 * turned                as lines                               b[bOffset + p·bStride + j]
 * neighbours            a[aOffset + i·aStride + p]             b[bOffset + p·bStride + j]
 * outer                 a[aOffset + p·aStride + i]             b[bOffset + p·bStride + j]
 * near                  a[aOffset + i·aStride + p·aStep]       b[bOffset + p·bStride + j]
 *
 * C(i, j) = c[cOffset + i·cStride + j]      i &lt; rows,  j &lt; columns,  p &lt; depth
 * </pre>
 *
 * <p>A turned C is in strips as A is, so that a column of it is whole vectors:
 *
 * <pre>
 * C(i, j) = c[cOffset + (i / width)·cStride + j·width + i % width]
 * </pre>
 */
public final class InPlaceProduct {
  /** The array of A. */
  public float[] a;

  /** Where A(0, 0) lies. */
  public int aOffset;

  /** Width of a strip of A where it is packed, and of a turned C. */
  public int width;

  /**
   * Distance of strips of A where it is packed, of its rows where it is near, else of what are not
   * neighbours.
   */
  public int aStride;

  /** Distance of A's columns where it is near. */
  public int aStep;

  /** The array of B. */
  public float[] b;

  /** Where B(0, 0) lies. */
  public int bOffset;

  /** Distance of B's columns where lines are read, of its strips, or of its rows. */
  public int bStride;

  /** The array of C. */
  public float[] c;

  /** Where C(0, 0) lies. */
  public int cOffset;

  /** Whether C is turned, where lines are read. */
  public boolean cIsTurned;

  /** Distance of C's rows, or of its strips. */
  public int cStride;

  /** Rows of A and C. */
  public int rows;

  /** Columns of B and C. */
  public int columns;

  /** Columns of A, rows of B. */
  public int depth;

  /** Whether the product is added to what C holds, instead of replacing it. */
  public boolean adds;
}
