package org.gradcl.backend.jvm.launch;

import java.util.Arrays;

/** Numbers at one distance. */
final class StridedRun {
  private StridedRun() {}

  /** Copies such numbers to where they follow each other. */
  static void copy(float[] array, int from, int stride, float[] register, int to, int count) {
    if (stride == 1) {
      System.arraycopy(array, from, register, to, count);
    } else if (stride == 0) {
      Arrays.fill(register, to, to + count, array[from]);
    } else {
      for (int i = 0; i < count; i++) {
        register[to + i] = array[from + i * stride];
      }
    }
  }
}
