package org.gradcl.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Expr;
import org.gradcl.tensor.Shape;

/**
 * Reverse-mode differentiation: the gradient of a scalar by any values, one rule a kind of
 * operation.
 *
 * <p>Source of the method: Griewank and Walther, Evaluating Derivatives, chapter 3 (reverse mode).
 * It appends to the graph, and is for one thread as that is.
 */
public final class Gradients {
  private final Graph graph;
  private final BitSet needed = new BitSet();
  private final Map<Value, Value> gradients = new HashMap<>();

  private Gradients(Graph graph) {
    this.graph = graph;
  }

  /**
   * The gradients of a scalar by some values, each with the shape of its value. New values are
   * appended to the graph: what is derived from the loss's own operations in phase {@link
   * Phase#LOSS}, the rest in {@link Phase#BACKWARD}. The gradient of a labelled value is labelled,
   * too, with {@link StateLayout#gradientName}.
   *
   * @throws IllegalArgumentException if {@code scalar} is no scalar, or does not depend on one of
   *     the values
   */
  public static Map<Value, Value> of(Value scalar, List<Value> byValues) {
    if (scalar.shape().rank() != 0) {
      throw new IllegalArgumentException("A gradient is taken of a scalar, found " + scalar);
    }
    return new Gradients(scalar.graph()).run(scalar, byValues);
  }

  private Map<Value, Value> run(Value scalar, List<Value> byValues) {
    byValues.forEach(value -> needed.set(value.number()));
    List<Value> values = List.copyOf(graph.values().subList(0, scalar.number() + 1));
    for (Value value : values) {
      if (value.operation().operands().stream().anyMatch(o -> needed.get(o.number()))) {
        needed.set(value.number());
      }
    }
    gradients.put(scalar, graph.map(Shape.scalar(), Expr.constant(1), List.of()));
    for (int i = values.size() - 1; i >= 0; i--) {
      Value value = values.get(i);
      if (value.phase() != Phase.LOSS && graph.phase() == Phase.LOSS) {
        graph.enter(Phase.BACKWARD);
      }
      graph.scope(StateLayout.gradientName(value.label()));
      Value gradient = gradients.get(value);
      if (gradient != null && needed.get(i)) {
        propagate(value, gradient);
      }
    }
    graph.scope("");
    new LinkedHashMap<>(graph.labelled())
        .forEach(
            (name, value) -> {
              if (gradients.containsKey(value)) {
                graph.label(StateLayout.gradientName(name), gradients.get(value));
              }
            });
    Map<Value, Value> result = new LinkedHashMap<>();
    for (Value value : byValues) {
      Value gradient = gradients.get(value);
      if (gradient == null) {
        throw new IllegalArgumentException(
            "The loss does not depend on " + value.label() + "; remove it or use it in the model");
      }
      result.put(value, gradient);
    }
    return result;
  }

  private void propagate(Value value, Value gradient) {
    switch (value.operation().kind()) {
      case INPUT, PARAMETER, STEP_FIELD, ARGUMENT -> {}
      case PRODUCT -> product((Operation.Product) value.operation(), gradient);
      case RESHAPE -> {
        Value operand = ((Operation.Reshape) value.operation()).operand();
        add(operand, graph.reshape(gradient, operand.shape()));
      }
      case MAP -> map(value, (Operation.MapElements) value.operation(), gradient);
      case ROW -> rows(value, (Operation.Rows) value.operation(), gradient);
      case SUM -> {
        Value operand = ((Operation.Sum) value.operation()).operand();
        add(operand, graph.map(operand.shape(), variable(0), List.of(gradient)));
      }
    }
  }

  private void product(Operation.Product product, Value gradient) {
    for (ProductGradient.Side side : ProductGradient.Side.values()) {
      Value operand = side.of(product).value();
      if (needed.get(operand.number())) {
        add(operand, ProductGradient.of(graph, product, side, gradient));
      }
    }
  }

  /** The chain rule for y = f(x0, x1, …): ∂xi = ∂y · ∂f/∂xi, summed where xi was repeated. */
  private void map(Value value, Operation.MapElements map, Value gradient) {
    for (int i = 0; i < map.operands().size(); i++) {
      Value operand = map.operands().get(i);
      if (!needed.get(operand.number())) {
        continue;
      }
      List<Value> operands = new ArrayList<>(map.operands());
      Expr slope = keepingActivation(map, map.expression().derivative(variable(i)));
      operands.add(value);
      operands.add(gradient);
      Expr product = variable(operands.size() - 1).timesSlope(slope);
      Value contribution = graph.map(value.shape(), product, operands);
      add(operand, reduceTo(operand, map.accesses().get(i), contribution));
    }
  }

  /**
   * The slope written with the map's own result where that makes every full-sized operand vanish
   * (tanh′ = 1 − y², relu′ by y &gt; 0): then only y need be kept for the backward pass, else only
   * the operands.
   */
  private static Expr keepingActivation(Operation.MapElements map, Expr slope) {
    if (map.expression().operands().isEmpty()) {
      return slope;
    }
    Expr byResult = slope.replace(map.expression(), variable(map.operands().size()));
    for (int i = 0; i < map.operands().size(); i++) {
      boolean full = map.accesses().get(i) == Access.FULL;
      if (full && byResult.variables().contains(variable(i).name())) {
        return slope;
      }
    }
    return byResult;
  }

  private Value reduceTo(Value operand, Access access, Value contribution) {
    return switch (access) {
      case FULL -> contribution;
      case PER_COLUMN -> graph.sum(contribution, Operation.Sum.Extent.LEADING);
      case SCALAR -> total(contribution);
      case PER_ROW -> throw new IllegalStateException("No map reads " + operand + " once a row");
    };
  }

  /** The sum of all numbers, as a row program: plans can't compute with a sum over the batch. */
  private Value total(Value contribution) {
    Value row = contribution;
    if (row.shape().rank() > 1) {
      row = graph.sum(row, Operation.Sum.Extent.LEADING);
    }
    RowProgram sum =
        new RowProgram(
            List.of(RowProgram.RowReduction.sum(variable(0))), RowProgram.reduced(0), true);
    return graph.rows(row.shape(), sum, List.of(row));
  }

  private void rows(Value value, Operation.Rows rows, Value gradient) {
    Shape domain = rows.domain(value.shape());
    for (int i = 0; i < rows.operands().size(); i++) {
      Value operand = rows.operands().get(i);
      if (needed.get(operand.number())) {
        List<Value> operands = new ArrayList<>(rows.operands());
        operands.add(gradient);
        Expr upstream = variable(operands.size() - 1);
        Access access = rows.accesses().get(i);
        RowProgram program =
            access == Access.FULL
                ? RowGradient.ofElements(rows.program(), variable(i), upstream)
                : RowGradient.ofRows(rows.program(), variable(i), upstream);
        Value contribution = graph.rows(domain, program, operands);
        add(operand, access == Access.SCALAR ? total(contribution) : contribution);
      }
    }
  }

  private void add(Value operand, Value contribution) {
    Value before = gradients.get(operand);
    gradients.put(
        operand, before == null ? contribution : graph.map(before, contribution, Expr::plus));
  }

  private static Expr variable(int i) {
    return Operation.MapElements.variable(i);
  }
}
