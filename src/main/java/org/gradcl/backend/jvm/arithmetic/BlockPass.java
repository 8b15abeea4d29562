package org.gradcl.backend.jvm.arithmetic;

/**
 * A loop over the elements of some blocks.
 *
 * <p>Passes are called through this interface from one place, so that each loop is compiled by
 * itself: the just-in-time compiler would otherwise inline several into one method, and where that
 * becomes too long, it makes objects of vectors.
 */
@FunctionalInterface
public interface BlockPass {
  /**
   * Computes {@code n} elements, from index 0.
   *
   * @param a the operator's first operand
   * @param b its second operand; not read, and may be null, if it has fewer
   * @param c its third operand; not read, and may be null, if it has fewer
   * @param out the result, or what an earlier pass has left there; not the array of an operand
   */
  void run(float[] a, float[] b, float[] c, float[] out, int n);
}
