package org.gradcl.graph;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.tensor.Shape;

/**
 * The gradient of a product by one of its operands, which is a product again: of the gradient ∂C
 * and the other operand.
 *
 * <p>For an operand A: ∂A[s] = Σ ∂C[batch, row, column] · B[batch, column, inner] over all indices
 * of the domain at which A is read at s, over the {@link SolvedDomain} of A. Where that sums the
 * last axis of ∂C it does so innermost: the gradient of what a convolution reads by windows then
 * takes runs of channels, tap by tap.
 */
final class ProductGradient {
  /** An operand of a product. */
  enum Side {
    /** The left one. */
    A,
    /** The right one. */
    B;

    IndexedValue of(Operation.Product product) {
      return this == A ? product.a() : product.b();
    }

    IndexedValue otherOf(Operation.Product product) {
      return this == A ? product.b() : product.a();
    }
  }

  private final Operation.Product product;
  private final IndexedValue operand;
  private final IndexedValue other;
  private final SolvedDomain domain;

  private ProductGradient(Operation.Product product, Side side) {
    this.product = product;
    this.operand = side.of(product);
    this.other = side.otherOf(product);
    int[] extents = product.axes().stream().mapToInt(ProductAxis::extent).toArray();
    this.domain =
        SolvedDomain.of(extents, operand, List.of(other), this::isBounded, lastOfResult());
  }

  /**
   * The gradient by the value that an operand reads, in its shape.
   *
   * @throws IllegalArgumentException if it would need a window of what a window reads
   */
  static Value of(Graph graph, Operation.Product product, Side side, Value gradient) {
    return new ProductGradient(product, side).product(graph, gradient);
  }

  private int lastOfResult() {
    List<Integer> axes = product.resultAxes();
    return axes.isEmpty() ? SolvedDomain.NONE : axes.get(axes.size() - 1);
  }

  /** Whether ∂C or the other operand has an axis, so that indices beyond it add nothing. */
  private boolean isBounded(int axis) {
    return product.axes().get(axis).kind() != ProductAxis.Kind.INNER || other.dependsOn(axis);
  }

  private Value product(Graph graph, Value gradient) {
    IndexedValue ofGradient = domain.read(gradient, product.resultAxes());
    IndexedValue ofOther = domain.moved(other);
    boolean gradientFirst = isGradientFirst(ofGradient, ofOther);
    IndexedValue left = gradientFirst ? ofGradient : ofOther;
    IndexedValue right = gradientFirst ? ofOther : ofGradient;
    Shape stored = operand.value().shape();
    List<ProductAxis> axes = new ArrayList<>();
    for (int h = 0; h < stored.rank(); h++) {
      boolean row = left.dependsOn(h);
      boolean column = right.dependsOn(h);
      ProductAxis.Kind kind =
          !column ? ProductAxis.Kind.ROW : row ? ProductAxis.Kind.BATCH : ProductAxis.Kind.COLUMN;
      axes.add(new ProductAxis(kind, stored.extent(h)));
    }
    for (int axis : domain.summed()) {
      axes.add(ProductAxis.inner(product.axes().get(axis).extent()));
    }
    return graph.product(axes, left, right);
  }

  /** The operand of the first axis that only one has is the left one: it has the rows. */
  private boolean isGradientFirst(IndexedValue ofGradient, IndexedValue ofOther) {
    for (int h = 0; h < operand.value().shape().rank(); h++) {
      if (ofGradient.dependsOn(h) != ofOther.dependsOn(h)) {
        return ofGradient.dependsOn(h);
      }
    }
    return true;
  }
}
