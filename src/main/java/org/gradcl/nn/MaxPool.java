package org.gradcl.nn;

import java.util.List;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;

/**
 * The largest number of each window and channel; what is outside counts as −∞.
 *
 * <pre>
 * X [batch, extents…, channels], one axis of space or two
 * Y[n, i, c] = max over k of X[n, i·stride − padding + k, c]
 * </pre>
 *
 * <p>Its gradient goes to the first of the largest, row by row of the window, as PyTorch's does.
 *
 * @param window where it reads
 */
public record MaxPool(PoolWindow window) implements Layer {
  private static final RowProgram LARGEST =
      new RowProgram(
          List.of(RowReduction.differentiableMaximum(MapElements.variable(0))),
          RowProgram.reduced(0),
          true);

  /**
   * {@return a pool of squares of images beside each other}
   *
   * @param side of the squares, at least 1
   */
  public static MaxPool of(int side) {
    return new MaxPool(PoolWindow.of(side, side));
  }

  /**
   * {@return a pool of stretches of signals beside each other}
   *
   * @param length of the stretches, at least 1
   */
  public static MaxPool ofSignals(int length) {
    return new MaxPool(PoolWindow.of(length));
  }

  /**
   * {@return this pool with another stride}
   *
   * @param stride along each axis of space, or one number for all, at least 1
   */
  public MaxPool stride(Integer... stride) {
    return new MaxPool(window.withStride(stride));
  }

  /**
   * {@return this pool with padding on either side}
   *
   * @param padding along each axis of space, or one number for all, at most half of the kernel
   */
  public MaxPool padding(Integer... padding) {
    return new MaxPool(window.withPadding(padding));
  }

  @Override
  public Value append(Scope scope, Value x) {
    return scope.label("pooled", window.reduce(scope, x, LARGEST, describe()));
  }

  @Override
  public String describe() {
    return window.describe(window.kernel().size() == 1 ? "max_pool1d" : "max_pool");
  }

  /** Reads {@code max_pool KERNEL [stride=…] [padding=…]}, or {@code max_pool1d …}. */
  static MaxPool parse(Description description, int axes) {
    return new MaxPool(PoolWindow.parse(description, axes));
  }
}
