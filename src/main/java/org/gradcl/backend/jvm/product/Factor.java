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
   * Whether neighbouring lines lie beside each other, and not neighbouring inner indices: what does
   * is copied by runs, lines into strips of neighbours, inner indices into strips of rows.
   */
  boolean linesAreNeighbours();

  /**
   * Whether windows read it. Then it has fewer numbers than lines times inner indices, and each
   * tile packs its part for itself; and packing strips of rows says in {@link Strips#parts} which
   * parts of the depth they have.
   */
  boolean readByWindows();

  /**
   * How many lines further the windows leave out the same inner indices again, or most of them; 1
   * if the next line does. Lines of one phase come into one strip, so that what they leave out is
   * not multiplied.
   */
  int phases();

  /**
   * Copies a part of some lines into strips, the order in which the kernel reads it: the number of
   * line {@code line + j} at depth {@code depth + p}, for j &lt; count and p &lt; length, goes to
   * the place of j and p in the strips; zeros fill the last strips.
   *
   * @param matrix which matrix of the batch
   * @param line the first line
   * @param count how many lines
   * @param depth the first inner index
   * @param length how many inner indices
   * @param strips what is written; has phases only if this factor has
   */
  void pack(int matrix, int line, int count, int depth, int length, Strips strips);
}
