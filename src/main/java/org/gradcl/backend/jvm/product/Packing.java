package org.gradcl.backend.jvm.product;

import java.util.Arrays;

/**
 * Writes matrices into panels: {@code width} rows (or columns) side by side, one after the other
 * along the inner extent, the last panel filled up with zeros.
 */
final class Packing {
  private Packing() {}

  /**
   * Packs a panel whose lines (rows of A, columns of B) are contiguous in memory along the inner
   * extent: element (line, p) is at {@code from[offset + line · stride + p]}.
   */
  static void acrossLines(
      float[] from, int offset, int stride, int lines, int k, int width, float[] to, int place) {
    if (lines < width) {
      Arrays.fill(to, place, place + width * k, 0);
    }
    int line = 0;
    for (; line + 4 <= lines; line += 4) {
      int source0 = offset + line * stride;
      int source1 = source0 + stride;
      int source2 = source1 + stride;
      int source3 = source2 + stride;
      int target = place + line;
      for (int p = 0; p < k; p++) {
        to[target] = from[source0 + p];
        to[target + 1] = from[source1 + p];
        to[target + 2] = from[source2 + p];
        to[target + 3] = from[source3 + p];
        target += width;
      }
    }
    for (; line < lines; line++) {
      int source = offset + line * stride;
      for (int p = 0; p < k; p++) {
        to[place + p * width + line] = from[source + p];
      }
    }
  }

  /**
   * Packs a panel whose lines lie side by side in memory: element (line, p) is at {@code
   * from[offset + p · stride + line]}.
   */
  static void alongLines(
      float[] from, int offset, int stride, int lines, int k, int width, float[] to, int place) {
    for (int p = 0; p < k; p++) {
      int source = offset + p * stride;
      int target = place + p * width;
      for (int line = 0; line < lines; line++) {
        to[target + line] = from[source + line];
      }
      for (int line = lines; line < width; line++) {
        to[target + line] = 0;
      }
    }
  }
}
