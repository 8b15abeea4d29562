package org.gradcl.backend.jvm.product;

/**
 * Copies parts of matrices into the order in which the kernel reads them.
 *
 * <p>A packed strip is {@code depth} groups of {@code width} neighbouring numbers: for B the
 * columns of a panel, for A the rows of a group. What the matrix has no numbers for is zero.
 */
final class Packing {
  private Packing() {}

  /**
   * Packs numbers that are neighbours in memory: {@code target[t + p·width + j] = source[s +
   * p·stride + j]} for j &lt; count.
   */
  static void rows(
      float[] source, int s, int stride, int count, float[] target, int t, int width, int depth) {
    for (int p = 0; p < depth; p++) {
      System.arraycopy(source, s, target, t, count);
      for (int j = count; j < width; j++) {
        target[t + j] = 0f;
      }
      s += stride;
      t += width;
    }
  }

  /**
   * Packs numbers that are a stride apart: {@code target[t + p·width + j] = source[s + j·stride +
   * p]} for j &lt; count.
   */
  static void columns(
      float[] source, int s, int stride, int count, float[] target, int t, int width, int depth) {
    int j = 0;
    for (; j + 4 <= count; j += 4) {
      fourColumns(source, s + j * stride, stride, target, t + j, width, depth);
    }
    for (; j < width; j++) {
      int from = s + j * stride;
      int to = t + j;
      for (int p = 0; p < depth; p++) {
        target[to] = j < count ? source[from + p] : 0f;
        to += width;
      }
    }
  }

  private static void fourColumns(
      float[] source, int s, int stride, float[] target, int t, int width, int depth) {
    int s1 = s + stride;
    int s2 = s1 + stride;
    int s3 = s2 + stride;
    for (int p = 0; p < depth; p++) {
      target[t] = source[s + p];
      target[t + 1] = source[s1 + p];
      target[t + 2] = source[s2 + p];
      target[t + 3] = source[s3 + p];
      t += width;
    }
  }
}
