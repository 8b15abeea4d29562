package org.gradcl.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.IndexedValue;
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
    int columns = domain.columns();
    Scalar scalar = new Scalar(map.expression(), map.reads(), domain);
    double[] result = new double[domain.elements()];
    for (int i = 0; i < result.length; i++) {
      result[i] = scalar.next(i / columns, i % columns, null);
    }
    return result;
  }

  double[] rows(Operation.Rows rows) {
    RowProgram program = rows.program();
    int rowCount = rows.domain().leading(rows.rowAxes()).elements();
    int columns = rows.domain().elements() / rowCount;
    List<Scalar> elements = new ArrayList<>();
    for (RowProgram.RowReduction reduction : program.reductions()) {
      elements.add(new Scalar(reduction.element(), rows.reads(), rows.domain()));
    }
    Scalar output = new Scalar(program.output(), rows.reads(), rows.domain());
    double[] values = new double[rows.result().elements()];
    double[] reduced = new double[elements.size()];
    for (int row = 0; row < rowCount; row++) {
      for (int i = 0; i < reduced.length; i++) {
        RowProgram.Combine combine = program.reductions().get(i).combine();
        double total = identity(combine);
        for (int column = 0; column < columns; column++) {
          boolean inside = elements.get(i).isInside();
          double element = elements.get(i).next(row, column, reduced);
          total = inside ? combine(combine, total, element) : total;
        }
        reduced[i] = total;
      }
      for (int column = 0; column < columns; column++) {
        double element = output.next(row, column, reduced);
        if (!program.perRow()) {
          values[row * columns + column] = element;
        } else if (column == 0) {
          values[row] = element;
        }
      }
    }
    return values;
  }

  private static double identity(RowProgram.Combine combine) {
    return switch (combine) {
      case SUM -> 0;
      case MAXIMUM -> Double.NEGATIVE_INFINITY;
      case MINIMUM -> Double.POSITIVE_INFINITY;
    };
  }

  private static double combine(RowProgram.Combine combine, double a, double b) {
    return switch (combine) {
      case SUM -> a + b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }

  /** One expression over operands and the results of reductions, element by element. */
  private final class Scalar {
    private final Tape tape;
    private final Evaluator evaluator;
    private final double[] variables;
    private final OperandCursor[] operands;
    private final List<OperandCursor> windows;
    private final int[] reductions;
    private final int[] extents;
    private final int[] index;

    Scalar(Expr expression, List<IndexedValue> reads, Shape domain) {
      tape = Tape.of(expression);
      evaluator = new Evaluator(tape);
      extents = domain.extents();
      index = new int[extents.length];
      int count = tape.variables().size();
      variables = new double[count];
      operands = new OperandCursor[count];
      windows =
          reads.stream()
              .filter(IndexedValue::hasWindow)
              .map(read -> new OperandCursor(read, values, extents.length))
              .toList();
      reductions = new int[count];
      for (int i = 0; i < count; i++) {
        String name = tape.variables().get(i);
        int number = Integer.parseInt(name.substring(1));
        if (name.startsWith("r")) {
          reductions[i] = number;
        } else {
          operands[i] = new OperandCursor(reads.get(number), values, extents.length);
        }
      }
    }

    /** Whether the next element is not left out by a window. */
    boolean isInside() {
      return windows.stream().allMatch(OperandCursor::isInside);
    }

    /** The next element of the domain, in order; of no meaning where it is left out. */
    double next(int row, int column, double[] reduced) {
      for (int i = 0; i < variables.length; i++) {
        if (operands[i] == null) {
          variables[i] = reduced[reductions[i]];
        } else {
          variables[i] = operands[i].isInside() ? operands[i].value() : Double.NaN;
        }
      }
      evaluator.evaluate(variables, index, operation -> uniform(operation, row, column));
      advance();
      return evaluator.output(0);
    }

    private void advance() {
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        index[axis]++;
        move(axis, 1);
        if (index[axis] < extents[axis]) {
          return;
        }
        move(axis, -index[axis]);
        index[axis] = 0;
      }
    }

    private void move(int axis, int by) {
      for (OperandCursor operand : operands) {
        if (operand != null) {
          operand.move(axis, by);
        }
      }
      windows.forEach(window -> window.move(axis, by));
    }

    private double uniform(int operation, int row, int column) {
      return new RandomStream(state.key(), Purpose.DROPOUT, operation, (int) state.batches())
          .uniform(row, column);
    }
  }
}
