package org.gradcl.reference;

import java.util.List;
import java.util.function.Function;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** C = Σ A · B by its definition: over every index of the domain, one after the other. */
final class ProductEvaluator {
  private final List<Integer> result;
  private final List<Integer> inner;
  private final int[] extents;
  private final Cursor a;
  private final Cursor b;
  private final double[] c;
  private int written;

  private ProductEvaluator(Operation.Product product, Function<Value, double[]> values) {
    result = product.resultAxes();
    inner = product.axes(ProductAxis.Kind.INNER);
    extents = product.axes().stream().mapToInt(axis -> axis.extent()).toArray();
    a = new Cursor(product.a(), values, extents.length);
    b = new Cursor(product.b(), values, extents.length);
    int elements = 1;
    for (int axis : result) {
      elements = Math.multiplyExact(elements, extents[axis]);
    }
    c = new double[elements];
  }

  static double[] of(Operation.Product product, Function<Value, double[]> values) {
    ProductEvaluator evaluator = new ProductEvaluator(product, values);
    evaluator.elements(0);
    return evaluator.c;
  }

  /** All elements of C, in order, from one axis of the result on. */
  private void elements(int depth) {
    if (depth == result.size()) {
      c[written++] = sum(0, 0);
      return;
    }
    int axis = result.get(depth);
    for (int i = 0; i < extents[axis]; i++) {
      elements(depth + 1);
      a.move(axis, 1);
      b.move(axis, 1);
    }
    a.move(axis, -extents[axis]);
    b.move(axis, -extents[axis]);
  }

  /** The sum over the inner axes from one on, added to what there is. */
  private double sum(int depth, double before) {
    if (depth == inner.size()) {
      return a.isInside() && b.isInside() ? before + a.value() * b.value() : before;
    }
    int axis = inner.get(depth);
    double sum = before;
    for (int i = 0; i < extents[axis]; i++) {
      sum = sum(depth + 1, sum);
      a.move(axis, 1);
      b.move(axis, 1);
    }
    a.move(axis, -extents[axis]);
    b.move(axis, -extents[axis]);
    return sum;
  }

  /** An operand at one index of the domain. */
  private static final class Cursor {
    private final double[] values;
    private final int[] steps;
    private final AxisIndex.Window[] windows;
    private final int[] strides;
    private final int[][] factors;
    private final int[] sums;
    private int offset;

    Cursor(IndexedValue operand, Function<Value, double[]> values, int axes) {
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
}
