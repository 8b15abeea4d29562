package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.gradcl.graph.RowProgram.Combine;

/**
 * Reductions of ranges. Sixteen lanes are one, two or four vectors; they are added in the order of
 * {@link org.gradcl.backend.jvm.arithmetic.Arithmetic#sum}.
 */
final class VectorReductions {
  private static final int GROUP = 16;
  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private VectorReductions() {}

  /** Lane j takes lane j + distance. */
  private static VectorShuffle<Float> rotation(int distance) {
    return VectorShuffle.fromOp(Width.FLOATS, j -> (j + distance) % LANES);
  }

  static float sum(float[] a, int from, int to) {
    int i = from;
    float sum = 0;
    if (from + GROUP <= to) {
      FloatVector folded;
      FloatVector first = Width.of(0f);
      if (LANES == 16) {
        for (; i + GROUP <= to; i += GROUP) {
          first = first.add(Width.load(a, i));
        }
        folded = first.add(first.rearrange(BY_8));
      } else if (LANES == 8) {
        FloatVector second = Width.of(0f);
        for (; i + GROUP <= to; i += GROUP) {
          first = first.add(Width.load(a, i));
          second = second.add(Width.load(a, i + 8));
        }
        folded = first.add(second);
      } else {
        FloatVector second = Width.of(0f);
        FloatVector third = Width.of(0f);
        FloatVector fourth = Width.of(0f);
        for (; i + GROUP <= to; i += GROUP) {
          first = first.add(Width.load(a, i));
          second = second.add(Width.load(a, i + 4));
          third = third.add(Width.load(a, i + 8));
          fourth = fourth.add(Width.load(a, i + 12));
        }
        folded = first.add(third).add(second.add(fourth));
      }
      if (LANES > 4) {
        folded = folded.add(folded.rearrange(BY_4));
      }
      folded = folded.add(folded.rearrange(BY_2));
      sum = folded.add(folded.rearrange(BY_1)).lane(0);
    }
    for (; i < to; i++) {
      sum += a[i];
    }
    return sum;
  }

  /** The order is of no consequence. */
  static float finiteness(float[] a, int from, int to) {
    int behindFours = from + (to - from) / (4 * LANES) * (4 * LANES);
    int behindOnes = behindFours + (to - behindFours) / LANES * LANES;
    float sum = 0;
    if (from < behindFours) {
      sum = finitenessOfFours(a, from, behindFours);
    }
    if (behindFours < behindOnes) {
      sum += finitenessOfOnes(a, behindFours, behindOnes);
    }
    for (int i = behindOnes; i < to; i++) {
      sum += a[i] * 0f;
    }
    return sum;
  }

  /**
   * Of four vectors at a time, in four sums, since one would wait for itself. Where one loop of a
   * method went on with a vector of the loop before, JDK 17 kept it as an object.
   */
  private static float finitenessOfFours(float[] a, int from, int to) {
    FloatVector first = Width.of(0f);
    FloatVector second = Width.of(0f);
    FloatVector third = Width.of(0f);
    FloatVector fourth = Width.of(0f);
    for (int i = from; i < to; i += 4 * LANES) {
      first = first.add(Width.load(a, i).mul(0f));
      second = second.add(Width.load(a, i + LANES).mul(0f));
      third = third.add(Width.load(a, i + 2 * LANES).mul(0f));
      fourth = fourth.add(Width.load(a, i + 3 * LANES).mul(0f));
    }
    return across(first.add(second).add(third.add(fourth)));
  }

  private static float finitenessOfOnes(float[] a, int from, int to) {
    FloatVector sum = Width.of(0f);
    for (int i = from; i < to; i += LANES) {
      sum = sum.add(Width.load(a, i).mul(0f));
    }
    return across(sum);
  }

  static float magnitude(float[] a, int from, int to) {
    int i = from;
    FloatVector maxima = Width.of(0f);
    for (; i + LANES <= to; i += LANES) {
      maxima = maxima.max(Width.load(a, i).abs());
    }
    float magnitude = i > from ? largestOf(maxima) : 0;
    for (; i < to; i++) {
      magnitude = Math.max(magnitude, Math.abs(a[i]));
    }
    return magnitude;
  }

  static float maximum(float[] a, int from, int to) {
    int i = from;
    FloatVector maxima = Width.of(Float.NEGATIVE_INFINITY);
    for (; i + LANES <= to; i += LANES) {
      maxima = maxima.max(Width.load(a, i));
    }
    float maximum = Float.NEGATIVE_INFINITY;
    if (i > from) {
      maximum = largestOf(maxima);
    }
    for (; i < to; i++) {
      maximum = Math.max(maximum, a[i]);
    }
    return maximum;
  }

  private static float largestOf(FloatVector v) {
    FloatVector maxima = LANES > 8 ? v.max(v.rearrange(BY_8)) : v;
    maxima = LANES > 4 ? maxima.max(maxima.rearrange(BY_4)) : maxima;
    maxima = maxima.max(maxima.rearrange(BY_2));
    return maxima.max(maxima.rearrange(BY_1)).lane(0);
  }

  static float minimum(float[] a, int from, int to) {
    int i = from;
    FloatVector minima = Width.of(Float.POSITIVE_INFINITY);
    for (; i + LANES <= to; i += LANES) {
      minima = minima.min(Width.load(a, i));
    }
    float minimum = Float.POSITIVE_INFINITY;
    if (i > from) {
      minima = LANES > 8 ? minima.min(minima.rearrange(BY_8)) : minima;
      minima = LANES > 4 ? minima.min(minima.rearrange(BY_4)) : minima;
      minima = minima.min(minima.rearrange(BY_2));
      minimum = minima.min(minima.rearrange(BY_1)).lane(0);
    }
    for (; i < to; i++) {
      minimum = Math.min(minimum, a[i]);
    }
    return minimum;
  }

  static void accumulate(float[] a, int offset, float[] sums, int n) {
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      Width.load(sums, i).add(Width.load(a, offset + i)).intoArray(sums, i);
    }
    for (; i < n; i++) {
      sums[i] += a[offset + i];
    }
  }

  /** Eight rows at a time, so that sums are read and written for eight, too. */
  static void accumulateRows(float[] a, int offset, int stride, int rows, float[] sums, int n) {
    int whole = n / LANES * LANES;
    int row = 0;
    for (; row + 8 <= rows; row += 8) {
      accumulateEight(a, offset + row * stride, stride, sums, whole);
    }
    for (; row < rows; row++) {
      accumulate(a, offset + row * stride, sums, whole);
    }
    for (int i = whole; i < n; i++) {
      for (int r = 0; r < rows; r++) {
        sums[i] += a[offset + r * stride + i];
      }
    }
  }

  private static void accumulateEight(float[] a, int first, int stride, float[] sums, int n) {
    int second = first + stride;
    int third = second + stride;
    int fourth = third + stride;
    int fifth = fourth + stride;
    int sixth = fifth + stride;
    int seventh = sixth + stride;
    int eighth = seventh + stride;
    for (int i = 0; i < n; i += LANES) {
      FloatVector sum = Width.load(sums, i).add(Width.load(a, first + i));
      sum = sum.add(Width.load(a, second + i)).add(Width.load(a, third + i));
      sum = sum.add(Width.load(a, fourth + i)).add(Width.load(a, fifth + i));
      sum = sum.add(Width.load(a, sixth + i)).add(Width.load(a, seventh + i));
      sum.add(Width.load(a, eighth + i)).intoArray(sums, i);
    }
  }

  static void combine(Combine combine, float[] a, int from, float[] results, int to, int n) {
    switch (combine) {
      case SUM -> {
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
          Width.load(results, to + i).add(Width.load(a, from + i)).intoArray(results, to + i);
        }
        for (; i < n; i++) {
          results[to + i] += a[from + i];
        }
      }
      case MAXIMUM -> {
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
          Width.load(results, to + i).max(Width.load(a, from + i)).intoArray(results, to + i);
        }
        for (; i < n; i++) {
          results[to + i] = Math.max(results[to + i], a[from + i]);
        }
      }
      case MINIMUM -> {
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
          Width.load(results, to + i).min(Width.load(a, from + i)).intoArray(results, to + i);
        }
        for (; i < n; i++) {
          results[to + i] = Math.min(results[to + i], a[from + i]);
        }
      }
    }
  }

  private static float across(FloatVector v) {
    FloatVector folded = LANES > 8 ? v.add(v.rearrange(BY_8)) : v;
    folded = LANES > 4 ? folded.add(folded.rearrange(BY_4)) : folded;
    folded = folded.add(folded.rearrange(BY_2));
    return folded.add(folded.rearrange(BY_1)).lane(0);
  }
}
