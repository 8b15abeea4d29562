package org.gradcl.backend.jvm.arithmetic;

/**
 * Copies parts of matrices into {@link Strips}. What the last strip has no lines for is zero.
 *
 * <p>Stateless: safe for use by several threads.
 */
public interface StripPacker {
  /**
   * Packs lines that are neighbours in memory into strips of neighbours: number j at depth p is
   * {@code source[from + p·stride + j]}.
   *
   * @param count lines, in all strips
   * @param depth how deep they are
   */
  void neighbours(float[] source, int from, int stride, int count, int depth, Strips strips);

  /**
   * Packs lines whose own numbers are neighbours into strips of either kind: number j at depth p is
   * {@code source[from + j·stride + p]}.
   *
   * @param count lines, in all strips
   * @param depth how deep they are
   */
  void transposed(float[] source, int from, int stride, int count, int depth, Strips strips);

  /**
   * Copies runs of numbers: number j of run i from {@code source[from + i·step + j]} to {@code
   * target[to + i·stride + j]}.
   *
   * @param count how many runs; none if negative
   * @param size numbers of a run
   */
  void runs(
      float[] source, int from, int step, int count, int size, float[] target, int to, int stride);
}
