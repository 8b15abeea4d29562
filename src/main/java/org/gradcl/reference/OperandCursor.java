package org.gradcl.reference;

import java.util.List;
import java.util.function.Function;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** An operand at one index of a domain, which begins at the index of zeros. */
final class OperandCursor {
  private final double[] values;
  private final int[] steps;
  private final AxisIndex.Window[] windows;
  private final int[] strides;
  private final int[][] factors;
  private final int[] sums;
  private int offset;

  OperandCursor(IndexedValue operand, Function<Value, double[]> values, int axes) {
    this.values = values.apply(operand.value());
    steps = new int[axes];
    List<AxisIndex> indices = operand.indices();
    windows =
        indices.stream()
            .filter(AxisIndex.Window.class::isInstance)
            .map(AxisIndex.Window.class::cast)
            .toArray(AxisIndex.Window[]::new);
    strides = new int[windows.length];
    factors = new int[windows.length][axes];
    sums = new int[windows.length];
    Shape shape = operand.value().shape();
    int stride = 1;
    int window = windows.length;
    for (int i = shape.rank() - 1; i >= 0; i--) {
      AxisIndex index = indices.get(i);
      if (index instanceof AxisIndex.Fixed fixed) {
        offset += fixed.index() * stride;
      } else if (index instanceof AxisIndex.Along along) {
        offset += along.start() * stride;
        steps[along.axis()] += along.step() * stride;
      } else {
        window--;
        strides[window] = stride;
        sums[window] = -windows[window].padding();
        for (AxisIndex.Term term : windows[window].terms()) {
          factors[window][term.axis()] += term.factor();
        }
      }
      stride *= shape.extent(i);
    }
  }

  void move(int axis, int by) {
    offset += by * steps[axis];
    for (int i = 0; i < windows.length; i++) {
      sums[i] += by * factors[i][axis];
    }
  }

  boolean isInside() {
    for (int i = 0; i < windows.length; i++) {
      int index = Math.floorDiv(sums[i], windows[i].divisor());
      boolean rest = index * windows[i].divisor() != sums[i];
      if (rest || index < windows[i].first() || index >= windows[i].end()) {
        return false;
      }
    }
    return true;
  }

  double value() {
    int at = offset;
    for (int i = 0; i < windows.length; i++) {
      at += sums[i] / windows[i].divisor() * strides[i];
    }
    return values[at];
  }
}
