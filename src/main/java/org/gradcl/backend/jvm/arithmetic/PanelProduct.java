package org.gradcl.backend.jvm.arithmetic;

/**
 * The operands and the result of a {@link TileKernel}, set anew for each call by the thread that
 * owns it. A and B are packed into {@link Strips}: A in strips of the kernel's row step, or of
 * {@link TileKernel#ROWS_OF_STRIP} rows; B in strips of its column step.
 *
 * <pre>
 * A(i, p) = a[aOffset + t·aStripStride + p·rowStep + l]          i is number l of strip t
 *           a[aOffset + t·aStripStride + l·ROW_DISTANCE + p]     if aOfRows
 * B(p, j) = b[bOffset + t·bStripStride + p·columnStep + l]      j is number l of strip t
 * C(i, j) = c[cOffset + i·cStride + j]      i &lt; rows,  j &lt; columns,  p &lt; depth
 * </pre>
 *
 * <p>Behind the last row of A and the last column of B the strips have zeros.
 */
public final class PanelProduct {
  /** The array of A's strips. */
  public float[] a;

  /** Where A(0, 0) lies. */
  public int aOffset;

  /** Distance of strips of A. */
  public int aStripStride;

  /** Whether strips of A are strips of rows. */
  public boolean aOfRows;

  /** How far the rows of a strip of A are apart. */
  public int aPhases = 1;

  /** Which parts of the depth the strips of A's rows have; null for all of it. */
  public DepthParts aParts;

  /** The number in {@link #aParts} of A's first strip. */
  public int aFirstStrip;

  /** The array of B's strips. */
  public float[] b;

  /** Where B(0, 0) lies. */
  public int bOffset;

  /** Distance of strips of B. */
  public int bStripStride;

  /** The array of C. */
  public float[] c;

  /** Where C(0, 0) lies. */
  public int cOffset;

  /** Distance of C's rows. */
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
