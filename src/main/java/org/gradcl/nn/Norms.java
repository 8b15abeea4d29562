package org.gradcl.nn;

import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** What norms share. */
final class Norms {
  private Norms() {}

  static void requireEpsilon(double epsilon) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The epsilon of a norm is above 0, found " + epsilon);
    }
  }

  /** γ, 1 at first. */
  static Value weight(Scope scope, Shape shape) {
    return scope.parameter(new ParameterSpec("weight", shape, Initializers.constantly(1), 1, 1));
  }

  /** β, 0 at first. */
  static Value bias(Scope scope, Shape shape) {
    return scope.parameter(new ParameterSpec("bias", shape, Initializers.ZEROS, 1, 1));
  }

  /** y·γ + β, whose operands are added to those of y. */
  static Expr affine(Scope scope, Expr y, Shape shape, List<Value> operands) {
    Expr scaled = y.times(MapElements.variable(operands.size()));
    operands.add(weight(scope, shape));
    Expr shifted = scaled.plus(MapElements.variable(operands.size()));
    operands.add(bias(scope, shape));
    return shifted;
  }
}
