package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.PanelProduct;

/**
 * An operand of a product, as the kernel needs it: by lines, the rows of op(A) or the columns of
 * op(B), each as deep as the inner extent. Made once for a launch; bound to an array before each
 * run, by the thread that runs it, and then read by the threads of the team. Nothing here
 * allocates.
 */
public interface Factor {
  /** Sets the array that the numbers lie in. */
  void bind(float[] values);

  /**
   * Copies a part of some lines into the order in which the kernel reads it: {@code target[to +
   * p·width + j]} is the number of line {@code line + j} at depth {@code depth + p}, for p &lt;
   * length and j &lt; count; zeros follow up to {@code width}.
   *
   * @param matrix which matrix of the batch
   * @param line the first line
   * @param count how many lines, at most {@code width}
   * @param depth the first inner index
   * @param length how many inner indices
   * @param target the array that is written, from {@code to} on
   * @param width how many numbers the kernel reads at each depth
   */
  void pack(
      int matrix, int line, int count, int depth, int length, float[] target, int to, int width);

  /** Whether lines, and depths, are a stride apart, so that the kernel may read them unpacked. */
  boolean isStrided();

  /**
   * Lets the kernel read A where it lies, from a line and an inner index on: sets its array, offset
   * and strides.
   *
   * @throws UnsupportedOperationException if it is not strided
   */
  void locate(PanelProduct product, int matrix, int line, int depth);
}
