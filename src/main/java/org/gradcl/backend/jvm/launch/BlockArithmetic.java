package org.gradcl.backend.jvm.launch;

import org.gradcl.expr.Operator;

/**
 * Operators over blocks of floats. Implementations give the same bits for elementwise operators and
 * sums, whatever the width of their vectors.
 *
 * <p>Ranges may coincide, but not overlap otherwise. Safe for use by several threads.
 */
public interface BlockArithmetic {
  /** {@code out[i] = operator(a[i])}. */
  void unary(Operator operator, float[] a, int aOffset, float[] out, int outOffset, int count);

  /** {@code out[i] = operator(a[i], b[i])}; conditions yield 1 or 0. */
  void binary(
      Operator operator,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int count);

  /** {@code out[i] = condition[i] != 0 ? a[i] : b[i]}. */
  void select(
      float[] condition,
      int conditionOffset,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int count);

  /** The sum in a fixed order. */
  float sum(float[] a, int offset, int count);

  /** The sum of squares in a fixed order. */
  float sumOfSquares(float[] a, int offset, int count);

  /** Σ a[i]·0: zero if every number is finite, else NaN. */
  float finiteness(float[] a, int offset, int count);

  /** The largest number, NaN if one is. */
  float maximum(float[] a, int offset, int count);

  /** The smallest number, NaN if one is. */
  float minimum(float[] a, int offset, int count);
}
