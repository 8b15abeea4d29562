package org.gradcl.reference;

import java.util.List;
import java.util.function.Function;
import org.gradcl.graph.Operation;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.Value;

/** C = Σ A · B by its definition: over every index of the domain, one after the other. */
final class ProductEvaluator {
  private final List<Integer> result;
  private final List<Integer> inner;
  private final int[] extents;
  private final OperandCursor a;
  private final OperandCursor b;
  private final double[] c;
  private int written;

  private ProductEvaluator(Operation.Product product, Function<Value, double[]> values) {
    result = product.resultAxes();
    inner = product.axes(ProductAxis.Kind.INNER);
    extents = product.axes().stream().mapToInt(axis -> axis.extent()).toArray();
    a = new OperandCursor(product.a(), values, extents.length);
    b = new OperandCursor(product.b(), values, extents.length);
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
}
