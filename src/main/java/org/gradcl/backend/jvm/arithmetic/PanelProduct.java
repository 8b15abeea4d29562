package org.gradcl.backend.jvm.arithmetic;

/**
 * The operands and the result of a {@link TileKernel}, set anew for each call by the thread that
 * owns it.
 *
 * <pre>
 * A(i, p) = a[aOffset + (i / rowStep)·aGroupStride + (i % rowStep)·aRowStride + p·aDepthStride]
 * B(p, j) = b[bOffset + p·columnStep + j]
 * C(i, j) = c[cOffset + i·cStride + j]      i &lt; rows,  j &lt; columns,  p &lt; depth
 * </pre>
 *
 * <p>{@code columns} is at most the kernel's column step; B has zeros behind its last column.
 */
public final class PanelProduct {
  /** The array of A. */
  public float[] a;

  /** Where A(0, 0) lies. */
  public int aOffset;

  /** Distance of groups of rows of A. */
  public int aGroupStride;

  /** Distance of rows within a group. */
  public int aRowStride;

  /** Distance of A's columns. */
  public int aDepthStride;

  /**
   * Whether A is packed: its row stride is 1, its depth stride the kernel's row step, and its last
   * group is filled up with zeros.
   */
  public boolean aPacked;

  /** The array of B's packed panel. */
  public float[] b;

  /** Where B(0, 0) lies. */
  public int bOffset;

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
}
