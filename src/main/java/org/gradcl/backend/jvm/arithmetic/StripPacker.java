package org.gradcl.backend.jvm.arithmetic;

/**
 * Copies parts of matrices into {@link Strips}. What the last strip has no lines for is zero.
 *
 * <p>Stateless: safe for use by several threads.
 */
public interface StripPacker {
  /**
   * Packs lines that are neighbours in memory: number j at depth p is {@code source[from + p·stride
   * + j]}.
   *
   * @param count lines, in all strips
   * @param depth how deep they are
   */
  void neighbours(float[] source, int from, int stride, int count, int depth, Strips strips);

  /**
   * Packs lines whose own numbers are neighbours: number j at depth p is {@code source[from +
   * j·stride + p]}.
   *
   * @param count lines, in all strips
   * @param depth how deep they are
   */
  void transposed(float[] source, int from, int stride, int count, int depth, Strips strips);
}
