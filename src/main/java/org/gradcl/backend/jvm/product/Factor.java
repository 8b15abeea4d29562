package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.Strips;

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
   * Copies a part of some lines into strips, the order in which the kernel reads it: the number of
   * line {@code line + j} at depth {@code depth + p}, for j &lt; count and p &lt; length, goes to
   * the place of j and p in the strips; zeros fill the last strip.
   *
   * @param matrix which matrix of the batch
   * @param line the first line
   * @param count how many lines
   * @param depth the first inner index
   * @param length how many inner indices
   * @param strips what is written
   */
  void pack(int matrix, int line, int count, int depth, int length, Strips strips);
}
