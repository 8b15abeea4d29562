package org.gradcl.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.tensor.Shape;

/** The shape of each operation's result; errors name the place in the model and both shapes. */
final class ShapeRules {
  private ShapeRules() {}

  /** A product of matrices as one over axes; checks that they fit. */
  static Operation.Product matrixProduct(
      Value left, boolean transposeA, Value right, boolean transposeB, String scope) {
    Shape a = left.shape();
    Shape b = right.shape();
    if (a.rank() != b.rank() || a.rank() < 2 || a.rank() > 3) {
      throw mismatch(scope, "a matrix product takes two matrices or two batches of them", a, b);
    }
    if (a.rank() == 3 && a.extent(0) != b.extent(0)) {
      throw mismatch(scope, "two batches of matrices must be of the same size", a, b);
    }
    int m = a.extent(transposeA ? -1 : -2);
    int k = a.extent(transposeA ? -2 : -1);
    int n = b.extent(transposeB ? -2 : -1);
    int inner = b.extent(transposeB ? -1 : -2);
    if (k != inner) {
      String letters = (transposeA ? "T" : "N") + (transposeB ? "T" : "N");
      throw mismatch(
          scope,
          "the inner extents of the product (" + letters + ") differ, " + k + " and " + inner,
          a,
          b);
    }
    List<ProductAxis> axes =
        new ArrayList<>(List.of(ProductAxis.row(m), ProductAxis.column(n), ProductAxis.inner(k)));
    if (a.rank() == 3) {
      axes.add(0, ProductAxis.batch(a.extent(0)));
    }
    int row = a.rank() - 2;
    return new Operation.Product(
        axes,
        matrix(left, transposeA ? row + 2 : row, transposeA ? row : row + 2),
        matrix(right, transposeB ? row + 1 : row + 2, transposeB ? row + 2 : row + 1));
  }

  private static IndexedValue matrix(Value value, int first, int second) {
    return value.shape().rank() == 3
        ? IndexedValue.along(value, 0, first, second)
        : IndexedValue.along(value, first, second);
  }

  /** The extents of the axes that a product does not sum over. */
  static Shape product(Operation.Product product, String scope) {
    requireAxes(product, product.a(), ProductAxis.Kind.COLUMN, "left", scope);
    requireAxes(product, product.b(), ProductAxis.Kind.ROW, "right", scope);
    return Shape.of(
        product.resultAxes().stream()
            .mapToInt(axis -> product.axes().get(axis).extent())
            .toArray());
  }

  private static void requireAxes(
      Operation.Product product,
      IndexedValue operand,
      ProductAxis.Kind foreign,
      String side,
      String scope) {
    Shape shape = operand.value().shape();
    for (int i = 0; i < shape.rank(); i++) {
      AxisIndex index = operand.indices().get(i);
      for (int axis : index.axes()) {
        boolean known = axis >= 0 && axis < product.axes().size();
        if (!known || product.axes().get(axis).kind() == foreign) {
          throw new ShapeMismatchException(
              place(scope)
                  + String.format(
                      "the %s operand '%s' %s of a product reads its axis %d by %s, but %s",
                      side,
                      operand.value().label(),
                      shape,
                      i,
                      index,
                      known
                          ? "axis " + axis + " is a " + foreign + " of the other operand"
                          : "the product has the axes " + product.axes()));
        }
      }
      requireInside(extents(product), operand, i, scope);
    }
  }

  private static int[] extents(Operation.Product product) {
    return product.axes().stream().mapToInt(ProductAxis::extent).toArray();
  }

  /** A view never leaves its axis; a window may, yet must read something. */
  private static void requireInside(int[] extents, IndexedValue operand, int axis, String scope) {
    int extent = operand.value().shape().extent(axis);
    AxisIndex index = operand.indices().get(axis);
    long lowest;
    long highest;
    if (index instanceof AxisIndex.Window window) {
      requireCountable(extents, operand, window, scope);
      lowest = window.first();
      highest = window.end() - 1L;
      if (lowest <= highest) {
        return;
      }
    } else if (index instanceof AxisIndex.Along along) {
      long last = along.start() + (long) along.step() * (extents[along.axis()] - 1);
      lowest = Math.min(along.start(), last);
      highest = Math.max(along.start(), last);
    } else {
      lowest = ((AxisIndex.Fixed) index).index();
      highest = lowest;
    }
    if (lowest < 0 || highest >= extent) {
      throw new ShapeMismatchException(
          place(scope)
              + String.format(
                  "'%s' %s has the indices 0 to %d along axis %d, and %s reads %d to %d",
                  operand.value().label(),
                  operand.value().shape(),
                  extent - 1,
                  axis,
                  index,
                  lowest,
                  highest));
    }
  }

  /** The sum of a window's terms is calculated in 32 bits. */
  private static void requireCountable(
      int[] extents, IndexedValue operand, AxisIndex.Window window, String scope) {
    long reach = Math.abs((long) window.padding());
    for (AxisIndex.Term term : window.terms()) {
      reach += Math.abs((long) term.factor()) * extents[term.axis()];
    }
    if (reach > Integer.MAX_VALUE / 2) {
      throw new ShapeMismatchException(
          place(scope)
              + String.format(
                  "'%s' %s is read by a window that reaches %d indices far, at most are %d: %s",
                  operand.value().label(),
                  operand.value().shape(),
                  reach,
                  Integer.MAX_VALUE / 2,
                  window));
    }
  }

  static void requireReshape(Shape from, Shape to, String scope) {
    if (from.elements() != to.elements()) {
      throw mismatch(
          scope,
          "a reshape keeps the number of elements, "
              + from.elements()
              + ", and is asked for "
              + to.elements(),
          from,
          to);
    }
  }

  /** Parts lie within the whole and do not overlap. */
  static void requireParts(List<Operation.Join.Part> parts, Shape whole, String scope) {
    for (int i = 0; i < parts.size(); i++) {
      Operation.Join.Part part = parts.get(i);
      Shape shape = part.value().shape();
      boolean inside = shape.rank() == whole.rank() && part.offsets().size() == whole.rank();
      for (int axis = 0; inside && axis < whole.rank(); axis++) {
        int start = part.offsets().get(axis);
        inside = start >= 0 && (long) start + shape.extent(axis) <= whole.extent(axis);
      }
      if (!inside) {
        throw mismatch(
            scope,
            "'" + part.value().label() + "' at " + part.offsets() + " is no part of the whole",
            whole,
            shape);
      }
      for (Operation.Join.Part other : parts.subList(0, i)) {
        if (part.overlaps(other)) {
          throw new ShapeMismatchException(
              place(scope)
                  + String.format(
                      "'%s' %s at %s and '%s' %s at %s overlap",
                      other.value().label(),
                      other.value().shape(),
                      other.offsets(),
                      part.value().label(),
                      shape,
                      part.offsets()));
        }
      }
    }
  }

  /** The shape over which two can be repeated, axis by axis from the last on. */
  static Shape common(Shape first, Shape second) {
    // By rank, since a row and a batch of one such row have as many elements.
    boolean firstLonger = first.rank() >= second.rank();
    Shape longer = firstLonger ? first : second;
    Shape shorter = firstLonger ? second : first;
    int[] extents = longer.extents();
    int ahead = longer.rank() - shorter.rank();
    for (int axis = 0; axis < shorter.rank(); axis++) {
      if (extents[ahead + axis] == 1) {
        extents[ahead + axis] = shorter.extent(axis);
      }
    }
    return Shape.of(extents);
  }

  /** How an operand of a map is repeated over its domain. */
  static IndexedValue repeated(Shape domain, Value operand, String scope) {
    return IndexedValue.repeated(operand, domain)
        .orElseThrow(
            () ->
                mismatch(
                    scope,
                    "'"
                        + operand.label()
                        + "' must have the shape of the whole, of its last axes or of a scalar, an"
                        + " extent of 1 being repeated",
                    domain,
                    operand.shape()));
  }

  /** How an operand of a row program is read, whose columns are the last axis. */
  static IndexedValue inRows(Shape domain, Value operand, String scope) {
    Shape shape = operand.shape();
    if (shape.equals(domain) || shape.equals(perRow(domain)) || shape.rank() == 0) {
      return IndexedValue.whole(operand);
    }
    throw mismatch(
        scope,
        "'" + operand.label() + "' must have the shape of the whole or one number a row",
        domain,
        shape);
  }

  /** An operand of a map goes along axes of its domain, within its own. */
  static void requireView(Shape domain, IndexedValue read, String scope) {
    requireRead(domain, read, false, scope);
  }

  /** The same of a row program, which may read by windows where it yields one number a row. */
  static void requireRead(Shape domain, IndexedValue read, boolean windows, String scope) {
    for (int i = 0; i < read.indices().size(); i++) {
      AxisIndex index = read.indices().get(i);
      boolean known = index.axes().stream().allMatch(axis -> axis >= 0 && axis < domain.rank());
      if (!known || (index instanceof AxisIndex.Window && !windows)) {
        throw new ShapeMismatchException(
            place(scope)
                + String.format(
                    "'%s' %s is read by %s along axis %d, but %s",
                    read.value().label(),
                    read.value().shape(),
                    index,
                    i,
                    known
                        ? "only products and row programs of one number a row read by windows"
                        : "the domain " + domain + " has the axes 0 to " + (domain.rank() - 1)));
      }
      requireInside(domain.extents(), read, i, scope);
    }
  }

  /** An expression reads indices along axes of its domain. */
  static void requireIndices(Shape domain, Expr expression, String scope) {
    for (int axis : expression.indexAxes()) {
      if (axis >= domain.rank()) {
        throw new ShapeMismatchException(
            place(scope)
                + String.format(
                    "%s reads the index along axis %d, but the domain %s has the axes 0 to %d",
                    expression, axis, domain, domain.rank() - 1));
      }
    }
  }

  /** The axes of the index, then those of a row of the table. */
  static Shape gather(Operation.Gather gather, String scope) {
    Shape table = gather.table().shape();
    Shape index = gather.index().shape();
    if (table.rank() == 0 || index.rank() == 0) {
      throw mismatch(scope, "a table and its indices have at least one axis each", table, index);
    }
    int padding = gather.padding().orElse(0);
    if (padding < 0 || padding >= table.extent(0)) {
      throw mismatch(scope, "the table has no row " + padding + " for padding", table, index);
    }
    return joined(index, table, 1);
  }

  /** Rows, each with the axes of the values that are not the index's. */
  static Shape scatter(Operation.Scatter scatter, String scope) {
    Shape index = scatter.index().shape();
    Shape values = scatter.values().shape();
    int axes = index.rank();
    if (axes == 0 || values.rank() < axes || !values.leading(axes).equals(index)) {
      throw mismatch(scope, "values have the axes of their indices first", values, index);
    }
    if (scatter.rows() < 1) {
      throw mismatch(scope, "a table has rows, asked for " + scatter.rows(), values, index);
    }
    return joined(Shape.of(scatter.rows()), values, axes);
  }

  private static Shape joined(Shape first, Shape second, int from) {
    int[] extents = Arrays.copyOf(first.extents(), first.rank() + second.rank() - from);
    System.arraycopy(second.extents(), from, extents, first.rank(), second.rank() - from);
    return Shape.of(extents);
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
    return new ShapeMismatchException(place(scope) + rule + "; found " + a + " and " + b);
  }

  private static String place(String scope) {
    return scope.isEmpty() ? "" : scope + ": ";
  }
}
