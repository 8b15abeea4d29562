package org.gradcl.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Operation.Join;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** How values come together in one: sums, products and concatenations. */
public final class Merging {
  private Merging() {}

  /**
   * {@return the sum of values, element by element; each may be repeated over the others' shape, by
   * NumPy's rule}
   *
   * @param scope where it is written
   * @param values at least one
   */
  public static Value add(Scope scope, Value... values) {
    return scope.label("sum", folded(scope, Expr::plus, values));
  }

  /**
   * {@return the product of values, element by element; each may be repeated over the others'
   * shape, by NumPy's rule}
   *
   * @param scope where it is written
   * @param values at least one
   */
  public static Value multiply(Scope scope, Value... values) {
    return scope.label("product", folded(scope, Expr::times, values));
  }

  private static Value folded(Scope scope, BinaryOperator<Expr> operator, Value... values) {
    requireSeveral(scope, values.length);
    Value result = values[0];
    for (int i = 1; i < values.length; i++) {
      result = scope.map(result, values[i], operator);
    }
    return result;
  }

  private static void requireSeveral(Scope scope, int values) {
    if (values < 1) {
      throw scope.refusal("there must be at least one value to merge, found none");
    }
  }

  /**
   * {@return values one behind the other}
   *
   * @param scope where it is written
   * @param axis along which, from 1 on, since samples are not joined; negative ones count from the
   *     end
   * @param values at least one, whose other extents are equal
   */
  public static Value concat(Scope scope, int axis, Value... values) {
    requireSeveral(scope, values.length);
    int rank = values[0].shape().rank();
    int along = axis < 0 ? axis + rank : axis;
    if (along < 1 || along >= rank) {
      throw scope.refusal(
          String.format(
              "values of %d axes are joined along the axes 1 to %d, asked for %d",
              rank, rank - 1, axis));
    }
    int[] extents = values[0].shape().extents();
    extents[along] = 0;
    List<Join.Part> parts = new ArrayList<>();
    for (Value value : values) {
      requireEqualBut(scope, along, values[0], value);
      List<Integer> offsets = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        offsets.add(i == along ? extents[along] : 0);
      }
      parts.add(new Join.Part(value, offsets));
      extents[along] += value.shape().extent(along);
    }
    return scope.label("joined", scope.graph().join(Shape.of(extents), parts));
  }

  private static void requireEqualBut(Scope scope, int axis, Value first, Value value) {
    int[] some = first.shape().extents();
    int[] other = value.shape().extents();
    if (some.length == other.length) {
      some[axis] = other[axis];
    }
    if (!Arrays.equals(some, other)) {
      throw scope.refusal(
          String.format(
              "values joined along axis %d have the same other extents, found %s and %s",
              axis, first.shape(), value.shape()));
    }
  }
}
