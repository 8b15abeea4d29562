package org.gradcl.backend.jvm.arithmetic;

import org.gradcl.graph.RowProgram.Combine;

/** Reductions of ranges in the order that {@link Arithmetic} fixes: sixteen lanes, spelt out. */
final class PlainReductions {
  private PlainReductions() {}

  static float sum(float[] a, int from, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    float s8 = 0;
    float s9 = 0;
    float s10 = 0;
    float s11 = 0;
    float s12 = 0;
    float s13 = 0;
    float s14 = 0;
    float s15 = 0;
    int i = from;
    for (; i + 16 <= to; i += 16) {
      s0 += a[i];
      s1 += a[i + 1];
      s2 += a[i + 2];
      s3 += a[i + 3];
      s4 += a[i + 4];
      s5 += a[i + 5];
      s6 += a[i + 6];
      s7 += a[i + 7];
      s8 += a[i + 8];
      s9 += a[i + 9];
      s10 += a[i + 10];
      s11 += a[i + 11];
      s12 += a[i + 12];
      s13 += a[i + 13];
      s14 += a[i + 14];
      s15 += a[i + 15];
    }
    float even = ((s0 + s8) + (s4 + s12)) + ((s2 + s10) + (s6 + s14));
    float odd = ((s1 + s9) + (s5 + s13)) + ((s3 + s11) + (s7 + s15));
    float sum = even + odd;
    for (; i < to; i++) {
      sum += a[i];
    }
    return sum;
  }

  /** In four sums, since one would wait for itself; the order is of no consequence. */
  static float finiteness(float[] a, int from, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      s0 += a[i] * 0f;
      s1 += a[i + 1] * 0f;
      s2 += a[i + 2] * 0f;
      s3 += a[i + 3] * 0f;
    }
    for (; i < to; i++) {
      s0 += a[i] * 0f;
    }
    return (s0 + s1) + (s2 + s3);
  }

  static float maximum(float[] a, int from, int to) {
    float maximum = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      maximum = Math.max(maximum, a[i]);
    }
    return maximum;
  }

  static float minimum(float[] a, int from, int to) {
    float minimum = Float.POSITIVE_INFINITY;
    for (int i = from; i < to; i++) {
      minimum = Math.min(minimum, a[i]);
    }
    return minimum;
  }

  static void accumulate(float[] a, int offset, float[] sums, int n) {
    for (int i = 0; i < n; i++) {
      sums[i] += a[offset + i];
    }
  }

  static void combine(Combine combine, float[] a, int from, float[] results, int to, int n) {
    switch (combine) {
      case SUM -> {
        for (int i = 0; i < n; i++) {
          results[to + i] += a[from + i];
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < n; i++) {
          results[to + i] = Math.max(results[to + i], a[from + i]);
        }
      }
      case MINIMUM -> {
        for (int i = 0; i < n; i++) {
          results[to + i] = Math.min(results[to + i], a[from + i]);
        }
      }
    }
  }
}
