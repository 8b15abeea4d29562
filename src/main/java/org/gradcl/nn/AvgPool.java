package org.gradcl.nn;

import java.util.List;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;

/**
 * The mean of each window and channel.
 *
 * <pre>
 * X [batch, extents…, channels], one axis of space or two
 * Y[n, i, c] = Σ over k of X[n, i·stride − padding + k, c] / N, 0 outside
 * N = the taps of the kernel, or those of them that are inside
 * </pre>
 *
 * @param window where it reads
 * @param countsPadding whether N counts what is outside, PyTorch's {@code count_include_pad}
 */
public record AvgPool(PoolWindow window, boolean countsPadding) implements Layer {
  /**
   * {@return a pool of squares of images beside each other}
   *
   * @param side of the squares, at least 1
   */
  public static AvgPool of(int side) {
    return new AvgPool(PoolWindow.of(side, side), true);
  }

  /**
   * {@return a pool of stretches of signals beside each other}
   *
   * @param length of the stretches, at least 1
   */
  public static AvgPool ofSignals(int length) {
    return new AvgPool(PoolWindow.of(length), true);
  }

  /**
   * {@return this pool with another stride}
   *
   * @param stride along each axis of space, or one number for all, at least 1
   */
  public AvgPool stride(Integer... stride) {
    return new AvgPool(window.withStride(stride), countsPadding);
  }

  /**
   * {@return this pool with padding on either side}
   *
   * @param padding along each axis of space, or one number for all, at most half of the kernel
   */
  public AvgPool padding(Integer... padding) {
    return new AvgPool(window.withPadding(padding), countsPadding);
  }

  /** {@return this pool with means of what is inside alone} */
  public AvgPool withoutPaddingInMean() {
    return new AvgPool(window, false);
  }

  @Override
  public Value append(Scope scope, Value x) {
    RowReduction sum = RowReduction.sum(MapElements.variable(0));
    RowReduction inside = RowReduction.sum(Expr.constant(1));
    RowProgram mean =
        countsPadding
            ? new RowProgram(List.of(sum), RowProgram.reduced(0).times(1.0 / window.taps()), true)
            : new RowProgram(
                List.of(sum, inside), RowProgram.reduced(0).over(RowProgram.reduced(1)), true);
    return scope.label("pooled", window.reduce(scope, x, mean, describe()));
  }

  @Override
  public String describe() {
    String text = window.describe(window.kernel().size() == 1 ? "avg_pool1d" : "avg_pool");
    return countsPadding ? text : text + " count_padding=false";
  }

  /** Reads {@code avg_pool KERNEL [stride=…] [padding=…] [count_padding=true]}. */
  static AvgPool parse(Description description, int axes) {
    PoolWindow window = PoolWindow.parse(description, axes);
    return new AvgPool(window, description.flag("count_padding", true));
  }
}
