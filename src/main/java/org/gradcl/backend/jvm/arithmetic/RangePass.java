package org.gradcl.backend.jvm.arithmetic;

/**
 * A loop over elements that follow each other anywhere in their arrays, so that nothing is copied
 * into blocks: as many as a multiple of {@link Arithmetic#GRAIN}, no more and no less.
 *
 * <p>Called through this interface from one place, as a {@link BlockPass} is.
 */
@FunctionalInterface
public interface RangePass {
  /**
   * Computes {@code n} elements.
   *
   * @param a the array of the first operand, which begins at {@code aAt}
   * @param b of the second; not read, and may be null, if there are fewer
   * @param c of the third; not read, and may be null, if there are fewer
   * @param out of the result: other elements than those of an operand, or the very same
   */
  void run(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n);
}
