package org.gradcl.nn;

import java.util.List;
import org.gradcl.graph.AxisIndex;

/**
 * How a convolution or a pool moves along one axis.
 *
 * <pre>
 * output o reads the inputs o·stride − before + k·dilation, k = 0 … taps − 1
 * ⌊(n + before + after − dilation·(taps − 1) − 1) / stride⌋ + 1 outputs of n inputs
 * </pre>
 *
 * @param taps how many inputs it reads, at least 1
 * @param stride from an output to the next, at least 1
 * @param dilation from a tap to the next, at least 1
 * @param before elements outside that it may read before the first
 * @param after elements outside that it may read behind the last
 */
record SlidingWindow(int taps, int stride, int dilation, int before, int after) {

  SlidingWindow {
    if (taps < 1 || stride < 1 || dilation < 1 || before < 0 || after < 0) {
      throw new IllegalArgumentException(
          String.format(
              "A window has at least one tap, a stride and a dilation of at least 1 and no padding"
                  + " below 0, found %d taps, stride %d, dilation %d, padding %d and %d",
              taps, stride, dilation, before, after));
    }
  }

  /** The distance from the first tap to the last. */
  private int reach() {
    return dilation * (taps - 1);
  }

  /** The number of outputs; 0 or below where it does not fit. */
  int outputs(int inputs) {
    return Math.floorDiv(inputs + before + after - reach() - 1, stride) + 1;
  }

  /** The number of outputs, or a refusal with the formula. */
  int requireOutputs(int inputs, String axis, Scope scope, String what) {
    int outputs = outputs(inputs);
    if (outputs < 1) {
      throw scope.refusal(
          String.format(
              "%s does not fit a %s of %d: it yields ⌊(%d + padding %d + %d − dilation %d·(kernel"
                  + " %d − 1) − 1)/stride %d⌋ + 1 = %d; use a smaller kernel or more padding",
              what, axis, inputs, inputs, before, after, dilation, taps, stride, outputs));
    }
    return outputs;
  }

  /** The input that an output reads by a tap, each along an axis of a domain. */
  AxisIndex input(int outputAxis, int tapAxis) {
    return new AxisIndex.Window(
        List.of(new AxisIndex.Term(outputAxis, stride), new AxisIndex.Term(tapAxis, dilation)),
        before,
        1,
        0,
        Integer.MAX_VALUE);
  }

  /** The other way: the output that reads an input by a tap, if there is one. */
  AxisIndex output(int inputAxis, int tapAxis) {
    return new AxisIndex.Window(
        List.of(new AxisIndex.Term(inputAxis, 1), new AxisIndex.Term(tapAxis, -dilation)),
        -before,
        stride,
        0,
        Integer.MAX_VALUE);
  }

  /** The number of inputs that have so many outputs, and {@code more} behind them. */
  int inputs(int outputs, int more) {
    return (outputs - 1) * stride - before - after + reach() + more + 1;
  }
}
