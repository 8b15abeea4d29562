package org.gradcl.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Access;
import org.gradcl.graph.Operation;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.Value;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.Shape;

/** Scalar expressions over the elements of a domain, and row programs. */
final class ElementEvaluator {
  private final Function<Value, double[]> values;
  private final ReferenceState state;

  ElementEvaluator(Function<Value, double[]> values, ReferenceState state) {
    this.values = values;
    this.state = state;
  }

  double[] map(Operation.MapElements map, Shape domain) {
    Scalar scalar = new Scalar(map.expression(), map.operands(), map.accesses());
    double[] result = new double[domain.elements()];
    for (int i = 0; i < result.length; i++) {
      result[i] = scalar.at(i / domain.columns(), i % domain.columns(), domain.columns(), null);
    }
    return result;
  }

  double[] rows(Operation.Rows rows, Shape result) {
    RowProgram program = rows.program();
    int columns = columns(rows, result);
    List<Scalar> elements = new ArrayList<>();
    for (RowProgram.RowReduction reduction : program.reductions()) {
      elements.add(new Scalar(reduction.element(), rows.operands(), rows.accesses()));
    }
    Scalar output = new Scalar(program.output(), rows.operands(), rows.accesses());
    double[] values = new double[result.elements()];
    int outputColumns = program.perRow() ? 1 : columns;
    double[] reduced = new double[elements.size()];
    for (int row = 0; row < values.length / outputColumns; row++) {
      for (int i = 0; i < reduced.length; i++) {
        RowProgram.Combine combine = program.reductions().get(i).combine();
        double total = elements.get(i).at(row, 0, columns, reduced);
        for (int column = 1; column < columns; column++) {
          total = combine(combine, total, elements.get(i).at(row, column, columns, reduced));
        }
        reduced[i] = total;
      }
      for (int column = 0; column < outputColumns; column++) {
        values[row * outputColumns + column] = output.at(row, column, columns, reduced);
      }
    }
    return values;
  }

  private static double combine(RowProgram.Combine combine, double a, double b) {
    return switch (combine) {
      case SUM -> a + b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }

  /** The columns of the domain: of the result, or of an operand read in full. */
  private static int columns(Operation.Rows rows, Shape result) {
    if (!rows.program().perRow()) {
      return result.columns();
    }
    int full = rows.accesses().indexOf(Access.FULL);
    if (full < 0) {
      throw new IllegalStateException("A row program reads no operand in full: " + rows);
    }
    return rows.operands().get(full).shape().columns();
  }

  /** One expression over operands and the results of reductions. */
  private final class Scalar {
    private final Tape tape;
    private final Evaluator evaluator;
    private final double[] variables;
    private final double[][] operands;
    private final Access[] accesses;
    private final int[] reductions;

    Scalar(Expr expression, List<Value> operandValues, List<Access> operandAccesses) {
      tape = Tape.of(expression);
      evaluator = new Evaluator(tape);
      int count = tape.variables().size();
      variables = new double[count];
      operands = new double[count][];
      accesses = new Access[count];
      reductions = new int[count];
      for (int i = 0; i < count; i++) {
        String name = tape.variables().get(i);
        int number = Integer.parseInt(name.substring(1));
        if (name.startsWith("r")) {
          reductions[i] = number;
        } else {
          operands[i] = values.apply(operandValues.get(number));
          accesses[i] = operandAccesses.get(number);
        }
      }
    }

    double at(int row, int column, int columns, double[] reduced) {
      for (int i = 0; i < variables.length; i++) {
        variables[i] =
            operands[i] == null
                ? reduced[reductions[i]]
                : operands[i][index(accesses[i], row, column, columns)];
      }
      evaluator.evaluate(variables, column, operation -> uniform(operation, row, column));
      return evaluator.output(0);
    }

    private double uniform(int operation, int row, int column) {
      return new RandomStream(state.key(), Purpose.DROPOUT, operation, (int) state.step())
          .uniform(row, column);
    }
  }

  private static int index(Access access, int row, int column, int columns) {
    return switch (access) {
      case FULL -> row * columns + column;
      case PER_COLUMN -> column;
      case PER_ROW -> row;
      case SCALAR -> 0;
    };
  }
}
