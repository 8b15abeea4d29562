package org.gradcl.graph;

import java.util.Arrays;
import org.gradcl.tensor.Shape;

/** The shape of each operation's result; errors name the place in the model and both shapes. */
final class ShapeRules {
  private ShapeRules() {}

  static Shape matrixProduct(Operation.MatrixProduct product, String scope) {
    Shape a = product.a().shape();
    Shape b = product.b().shape();
    if (a.rank() != b.rank() || a.rank() < 2 || a.rank() > 3) {
      throw mismatch(scope, "a matrix product takes two matrices or two batches of them", a, b);
    }
    if (a.rank() == 3 && a.extent(0) != b.extent(0)) {
      throw mismatch(scope, "two batches of matrices must be of the same size", a, b);
    }
    int m = a.extent(product.transposeA() ? -1 : -2);
    int k = a.extent(product.transposeA() ? -2 : -1);
    int n = b.extent(product.transposeB() ? -2 : -1);
    int inner = b.extent(product.transposeB() ? -1 : -2);
    if (k != inner) {
      String letters = (product.transposeA() ? "T" : "N") + (product.transposeB() ? "T" : "N");
      throw mismatch(
          scope,
          "the inner extents of the product (" + letters + ") differ, " + k + " and " + inner,
          a,
          b);
    }
    return a.rank() == 2 ? Shape.of(m, n) : Shape.of(a.extent(0), m, n);
  }

  static Access mapAccess(Shape domain, Value operand, String scope) {
    Shape shape = operand.shape();
    if (shape.equals(domain)) {
      return Access.FULL;
    }
    if (shape.rank() == 0) {
      return Access.SCALAR;
    }
    if (shape.rank() == 1 && domain.rank() > 1 && shape.columns() == domain.columns()) {
      return Access.PER_COLUMN;
    }
    throw mismatch(
        scope,
        "'"
            + operand.label()
            + "' must have the shape of the whole, of its last axis or of a scalar",
        domain,
        shape);
  }

  static Access rowAccess(Shape domain, Value operand, String scope) {
    Shape shape = operand.shape();
    if (shape.equals(domain)) {
      return Access.FULL;
    }
    if (shape.equals(perRow(domain))) {
      return Access.PER_ROW;
    }
    if (shape.rank() == 0) {
      return Access.SCALAR;
    }
    throw mismatch(
        scope,
        "'" + operand.label() + "' must have the shape of the whole or one number a row",
        domain,
        shape);
  }

  /** The shape of one number for each row of a domain. */
  static Shape perRow(Shape domain) {
    int[] extents = domain.extents();
    return Shape.of(Arrays.copyOf(extents, extents.length - 1));
  }

  static Shape sum(Operation.Sum sum) {
    return sum.extent() == Operation.Sum.Extent.ALL
        ? Shape.scalar()
        : Shape.of(sum.operand().shape().columns());
  }

  private static ShapeMismatchException mismatch(String scope, String rule, Shape a, Shape b) {
    String place = scope.isEmpty() ? "" : scope + ": ";
    return new ShapeMismatchException(place + rule + "; found " + a + " and " + b);
  }
}
