package org.gradcl.backend.jvm.arithmetic;

import java.util.Optional;
import org.gradcl.expr.Operator;
import org.gradcl.graph.RowProgram.Combine;

/**
 * Arithmetic over blocks of floats.
 *
 * <p>A block begins at index 0 of its array. Its array's length is a multiple of {@link #GRAIN}, so
 * that an implementation may compute whole vectors: what lies between the end of a block and the
 * next multiple of {@code GRAIN} is overwritten with unspecified numbers.
 *
 * <p>All implementations yield the same bits (any NaN counts as one), except for {@link
 * #tileKernel}, whose products may be fused with their sums. Safe for use by several threads.
 */
public interface Arithmetic {
  /** Lengths of block arrays are multiples of this; also the number of lanes of sums. */
  int GRAIN = 16;

  /** The length of the array that {@link #multiplyAdds} takes. */
  int SUMS = 1024;

  /** The word for it in settings and reports: {@code plain} or {@code vector}. */
  String name();

  /** Bits of the vectors that it computes with; 0 if the compiler decides. */
  int vectorBits();

  /** The least length of a block array for {@code n} numbers. */
  static int roundUp(int n) {
    return (n + GRAIN - 1) / GRAIN * GRAIN;
  }

  /**
   * The loops that compute an operator, to be run one after the other; the array is not to be
   * changed. Conditions are 1 where they hold, else 0; {@link Operator#SELECT} takes any number but
   * 0 for true.
   *
   * @throws IllegalArgumentException if the operator is a leaf
   */
  BlockPass[] passes(Operator operator);

  /** Runs the passes of an operator, with the parameters of {@link BlockPass#run}. */
  default void apply(Operator operator, float[] a, float[] b, float[] c, float[] out, int n) {
    for (BlockPass pass : passes(operator)) {
      pass.run(a, b, c, out, n);
    }
  }

  /** The same operator over elements that lie anywhere, if that is as fast as {@link #passes}. */
  default Optional<RangePass> rangePass(Operator operator) {
    return Optional.empty();
  }

  /**
   * As {@link #rangePass} for a sum or difference whose second operand is a product: c + a·b or c −
   * a·b, with the bits of two operators.
   */
  default Optional<RangePass> rangePassWithProduct(Operator operator) {
    return Optional.empty();
  }

  /**
   * Σ a[i] for from ≤ i &lt; to, in this order: sixteen lanes, lane j summing every sixteenth
   * element from j on as far as whole groups of sixteen reach; the lanes pairwise (j with j + 8,
   * then j + 4, j + 2, j + 1); then the elements left over, one after the other.
   */
  float sum(float[] a, int from, int to);

  /** 0 if all a[i] for from ≤ i &lt; to are finite, else NaN: Σ a[i]·0. */
  float finiteness(float[] a, int from, int to);

  /** The largest a[i] for from ≤ i &lt; to; NaN if one is; −∞ for an empty range. */
  float maximum(float[] a, int from, int to);

  /** The smallest a[i] for from ≤ i &lt; to; NaN if one is; +∞ for an empty range. */
  float minimum(float[] a, int from, int to);

  /** sums[i] += a[offset + i] for i &lt; n. */
  void accumulate(float[] a, int offset, float[] sums, int n);

  /**
   * The same for some rows, one after the other: sums[i] += a[offset + r·stride + i] for r &lt;
   * rows and i &lt; n.
   */
  void accumulateRows(float[] a, int offset, int stride, int rows, float[] sums, int n);

  /** results[to + i] = results[to + i] combined with a[from + i] for i &lt; n; NaN if one is. */
  void combine(Combine combine, float[] a, int from, float[] results, int to, int n);

  /** A new inner loop for products, for one thread, in the form that suits the machine. */
  TileKernel tileKernel();

  /**
   * The same in the form that another machine with vectors of this width would take, if there is
   * one: slower here, with the same bits.
   */
  default TileKernel otherTileKernel() {
    return tileKernel();
  }

  /** New inner loops for products with few rows, for one thread, if they are faster. */
  default Optional<InPlaceKernel> inPlaceKernel() {
    return Optional.empty();
  }

  /** Copies matrices into the strips that {@link #tileKernel} reads. */
  StripPacker stripPacker();

  /**
   * s ← a·m + s for numbers in registers, as fast as this arithmetic can: what bounds its products.
   *
   * @param rounds of {@link #operationsOfRound} operations each
   * @param sums takes the sums; {@link #SUMS} long
   */
  void multiplyAdds(int rounds, float[] sums);

  /** Floating-point operations of a round of {@link #multiplyAdds}. */
  int operationsOfRound();
}
