package org.gradcl.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradcl.expr.Expr;

/**
 * The gradient of a row program of one number a row by an operand that differs by column, as a sum
 * over what the operand does not depend on: of programs that read by windows or across, and of
 * sums.
 *
 * <p>With adjoints aᵢ, one number a row, as in {@link RowGradient}:
 *
 * <pre>
 *   ∂x[s] = Σ over the rows and columns at which x is read at s of Σᵢ aᵢ[row] · ∂eᵢ/∂x
 * </pre>
 *
 * <p>It is a row program over the {@link SolvedDomain} of x, whose element this is: adjoints are
 * read through the inverse of x's windows, and no contribution is ever stored.
 */
final class RowOperandGradient {
  private final Graph graph;
  private final Operation.Rows rows;
  private final RowGradient rule;
  private final List<IndexedValue> reads;

  /** The gradients by the operands of one program. */
  RowOperandGradient(Graph graph, Operation.Rows rows, Value gradient) {
    this.graph = graph;
    this.rows = rows;
    this.reads = new ArrayList<>(rows.reads());
    reads.add(IndexedValue.whole(gradient));
    this.rule = new RowGradient(rows, variable(rows.reads().size()));
  }

  /**
   * The gradient by the value that an operand reads, in its shape.
   *
   * @throws IllegalArgumentException if it can't be stated as one sum
   */
  Value by(int number) {
    IndexedValue operand = rows.reads().get(number);
    List<IndexedValue> others = new ArrayList<>(rows.reads());
    others.remove(number);
    SolvedDomain domain =
        SolvedDomain.of(rows.domain().extents(), operand, others, axis -> axis < rows.rowAxes());
    List<IndexedValue> moved = new ArrayList<>();
    for (int i = 0; i < rows.reads().size(); i++) {
      boolean self = i == number;
      moved.add(self ? IndexedValue.whole(operand.value()) : domain.moved(rows.reads().get(i)));
    }
    Expr element = element(variable(number), domain, moved);
    if (element.drawsRandomNumbers()) {
      throw new IllegalArgumentException(
          String.format(
              "The gradient by '%s' %s draws random numbers by rows and columns that are other ones"
                  + " where it is summed; draw them in a map before what is read by windows",
              operand.value().label(), operand.value().shape()));
    }
    if (domain.summed().isEmpty() && moved.stream().noneMatch(IndexedValue::hasWindow)) {
      return graph.mapViews(domain.stored(), element, moved);
    }
    return domain.sum(graph, element, moved);
  }

  /** Σᵢ aᵢ · ∂eᵢ/∂x over what the new domain reads, to which it adds the numbers a row. */
  private Expr element(Expr x, SolvedDomain domain, List<IndexedValue> moved) {
    Expr element = Expr.constant(0);
    for (int i = 0; i < rows.program().reductions().size(); i++) {
      Expr slope = rule.slope(i, x);
      if (rule.adjoint(i) != null && !slope.isConstant(0)) {
        Expr adjoint = perRow(rule.adjoint(i), domain, moved);
        element = element.plus(adjoint.timesSlope(slope));
      }
    }
    Map<Expr, Expr> results = new HashMap<>();
    for (int i = 0; i < rule.reductions(); i++) {
      Expr result = RowProgram.reduced(i);
      if (element.variables().contains(result.name())) {
        results.put(result, perRow(result, domain, moved));
      }
    }
    return domain.moved(element).replaceAll(results);
  }

  /** A variable for what reductions make up, one number a row. */
  private Expr perRow(Expr output, SolvedDomain domain, List<IndexedValue> moved) {
    Value value = graph.rowsOfViews(rows.domain(), rows.rowAxes(), rule.perRow(output), reads);
    moved.add(domain.read(value, IntStream.range(0, rows.rowAxes()).boxed().toList()));
    return variable(moved.size() - 1);
  }

  private static Expr variable(int i) {
    return Operation.MapElements.variable(i);
  }
}
