package org.gradcl.backend.jvm.arithmetic;

/**
 * Copies parts of matrices into strips, the order in which a {@link TileKernel} reads them.
 *
 * <p>A strip is {@code depth} groups of {@code width} neighbouring numbers: for A of rows, for B of
 * columns. Strips follow each other {@code stripStride} apart; what the matrix has no numbers for
 * in the last one is zero. In both methods {@code count} is the number of rows or columns in all
 * strips, and number j of them lies in strip {@code j / width} at {@code j % width}:
 *
 * <pre>target[t + (j / width)·stripStride + p·width + j % width]      j &lt; count,  p &lt; depth
 * </pre>
 *
 * <p>Stateless: safe for use by several threads.
 */
public interface StripPacker {
  /** Packs numbers that are neighbours in memory: {@code source[s + p·stride + j]}. */
  void neighbours(
      float[] source,
      int s,
      int stride,
      int count,
      float[] target,
      int t,
      int width,
      int stripStride,
      int depth);

  /** Packs numbers that are a stride apart: {@code source[s + j·stride + p]}. */
  void transposed(
      float[] source,
      int s,
      int stride,
      int count,
      float[] target,
      int t,
      int width,
      int stripStride,
      int depth);
}
