package org.gradcl.nn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.gradcl.expr.Expr;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Value;

/**
 * Between which numbers the values of a graph lie, as far as what computes them says: what inputs
 * are stated to be, constants, places, sums, products, choices, and above all the smaller and the
 * larger of two. For one thread.
 */
final class IndexBounds {
  /** Numbers from one to another, both included; infinite where nothing is known. */
  record Bounds(double least, double largest) {
    private static final Bounds ANY =
        new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** A difference or product of infinities is nothing known. */
    private static Bounds of(double least, double largest) {
      return Double.isNaN(least) || Double.isNaN(largest) ? ANY : new Bounds(least, largest);
    }

    private Bounds or(Bounds other) {
      return of(Math.min(least, other.least), Math.max(largest, other.largest));
    }

    /** Of a function of both that grows with either. */
    private Bounds growing(DoubleBinaryOperator function, Bounds other) {
      return of(
          function.applyAsDouble(least, other.least),
          function.applyAsDouble(largest, other.largest));
    }

    private Bounds floored() {
      return new Bounds(Math.floor(least), Math.floor(largest));
    }

    private Bounds negated() {
      return new Bounds(-largest, -least);
    }

    private Bounds times(double factor) {
      double one = least * factor;
      double other = largest * factor;
      return of(Math.min(one, other), Math.max(one, other));
    }

    private Bounds times(Bounds other) {
      return times(other.least).or(times(other.largest));
    }

    /** Whether all are rows of a table of so many. */
    boolean isWithin(int rows) {
      return least >= 0 && largest <= rows - 1;
    }
  }

  private final Map<String, InputSpec> inputs;
  private final int batch;
  private final Map<Value, Bounds> known = new HashMap<>();

  /**
   * The bounds of a model's values.
   *
   * @param inputs what the model says of them, by name
   * @param batch the number of samples for which the graph was written, which may be any other
   */
  IndexBounds(Map<String, InputSpec> inputs, int batch) {
    this.inputs = inputs;
    this.batch = batch;
  }

  Bounds of(Value value) {
    Bounds bounds = known.get(value);
    if (bounds == null) {
      bounds = ofOperation(value);
      known.put(value, bounds);
    }
    return bounds;
  }

  private Bounds ofOperation(Value value) {
    Operation operation = value.operation();
    if (operation instanceof Operation.Input input) {
      return stated(inputs.get(input.name()));
    }
    if (operation instanceof Operation.Reshape reshape) {
      return of(reshape.operand());
    }
    if (operation instanceof Operation.Join join) {
      return join.operands().stream().map(this::of).reduce(Bounds::or).orElse(Bounds.ANY);
    }
    return operation instanceof MapElements map ? of(map.expression(), map, value) : Bounds.ANY;
  }

  private static Bounds stated(InputSpec spec) {
    if (spec.classes().isEmpty()) {
      return Bounds.ANY;
    }
    Bounds classes = new Bounds(0, spec.classes().getAsInt() - 1);
    int ignored = spec.ignored().orElse(0);
    return classes.or(new Bounds(ignored, ignored));
  }

  /** The bounds of a part of the expression by which a map yields a value. */
  private Bounds of(Expr expr, MapElements map, Value value) {
    List<Bounds> operands = expr.operands().stream().map(o -> of(o, map, value)).toList();
    return switch (expr.operator()) {
      case CONSTANT -> Bounds.of(expr.value(), expr.value());
      case VARIABLE -> ofRead(expr, map);
      case INDEX -> places(value, (int) expr.value());
      case UNIFORM -> new Bounds(0, 1);
      case ADD -> operands.get(0).growing(Double::sum, operands.get(1));
      case SUBTRACT -> operands.get(0).growing(Double::sum, operands.get(1).negated());
      case MULTIPLY -> operands.get(0).times(operands.get(1));
      case NEGATE -> operands.get(0).negated();
      case FLOOR -> operands.get(0).floored();
      case MINIMUM -> operands.get(0).growing(Math::min, operands.get(1));
      case MAXIMUM -> operands.get(0).growing(Math::max, operands.get(1));
      case SELECT -> operands.get(1).or(operands.get(2));
      case DIVIDE, ABSOLUTE, SIGN, SQUARE, SQRT, EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS ->
          Bounds.ANY;
      case ERF, COS, GREATER, EQUAL -> Bounds.ANY;
    };
  }

  private Bounds ofRead(Expr variable, MapElements map) {
    for (int i = 0; i < map.reads().size(); i++) {
      if (variable.equals(MapElements.variable(i))) {
        return of(map.reads().get(i).value());
      }
    }
    return Bounds.ANY;
  }

  /** The places along an axis, of which there may be any number along that of the batch. */
  private Bounds places(Value value, int axis) {
    int extent = value.shape().extent(axis);
    boolean isBatch = axis == 0 && extent == batch;
    return new Bounds(0, isBatch ? Double.POSITIVE_INFINITY : extent - 1);
  }
}
