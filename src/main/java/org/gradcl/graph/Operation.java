package org.gradcl.graph;

import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.tensor.Shape;

/**
 * The operation that yields a {@link Value}; a closed set.
 *
 * <p>A visitor switches over {@link #kind()} exhaustively. Every kind has a shape rule in {@link
 * Graph}, a gradient rule in {@link Gradients}, a float64 interpretation in {@code reference} and a
 * lowering in {@code plan}.
 */
public sealed interface Operation {

  /** The kinds of operation. */
  enum Kind {
    /** Numbers of the batch, filled by a {@code BatchSource}. */
    INPUT,
    /** A named tensor of the model. */
    PARAMETER,
    /** A field of the step record. */
    STEP_FIELD,
    /** A number given to the launch as an argument, such as 1/n: not part of a kernel's text. */
    ARGUMENT,
    /** A matrix product. */
    MATRIX_PRODUCT,
    /** A scalar expression for every element. */
    MAP,
    /** Reductions over the last axis alternating with scalar expressions. */
    ROW,
    /** A sum over axes. */
    SUM
  }

  /** Which kind this is; decides the class. */
  Kind kind();

  /** The values that this operation reads. */
  List<Value> operands();

  /**
   * Numbers of the batch.
   *
   * @param name the name under which a batch source fills it
   */
  record Input(String name) implements Operation {
    @Override
    public Kind kind() {
      return Kind.INPUT;
    }

    @Override
    public List<Value> operands() {
      return List.of();
    }
  }

  /**
   * A named tensor of the model.
   *
   * @param name unique in the model, such as {@code layer.0.weight}
   * @param role whether it is learnt
   */
  record Parameter(String name, Role role) implements Operation {
    @Override
    public Kind kind() {
      return Kind.PARAMETER;
    }

    @Override
    public List<Value> operands() {
      return List.of();
    }
  }

  /**
   * A field of the step record.
   *
   * @param field which
   */
  record Field(StepField field) implements Operation {
    @Override
    public Kind kind() {
      return Kind.STEP_FIELD;
    }

    @Override
    public List<Value> operands() {
      return List.of();
    }
  }

  /**
   * A number that is an argument of the launches which read it, so that it may depend on the batch
   * size without a new kernel text.
   *
   * @param value the number
   */
  record Argument(double value) implements Operation {
    @Override
    public Kind kind() {
      return Kind.ARGUMENT;
    }

    @Override
    public List<Value> operands() {
      return List.of();
    }
  }

  /**
   * C = op(A) · op(B), where op transposes the last two axes or not. Operands of rank 3 are batches
   * of matrices with the same outermost extent.
   *
   * @param a the left operand
   * @param transposeA whether A is read transposed
   * @param b the right operand
   * @param transposeB whether B is read transposed
   */
  record MatrixProduct(Value a, boolean transposeA, Value b, boolean transposeB)
      implements Operation {
    @Override
    public Kind kind() {
      return Kind.MATRIX_PRODUCT;
    }

    @Override
    public List<Value> operands() {
      return List.of(a, b);
    }
  }

  /**
   * A scalar expression for every element of a domain. An operand has the domain's shape, or is
   * repeated over it as {@link Access} says.
   *
   * @param expression over the variables {@link #variable}{@code (i)}
   * @param operands one for each variable
   * @param accesses how each operand is read
   */
  record MapElements(Expr expression, List<Value> operands, List<Access> accesses)
      implements Operation {
    /** The variable that stands for the i-th operand of a map or row operation. */
    public static Expr variable(int i) {
      return Expr.variable("x" + i);
    }

    /** Copies the lists. */
    public MapElements {
      operands = List.copyOf(operands);
      accesses = List.copyOf(accesses);
    }

    @Override
    public Kind kind() {
      return Kind.MAP;
    }
  }

  /**
   * A row program: reductions over the columns of each row, then one expression an element or one a
   * row. The i-th reduction's result is the variable {@link RowProgram#reduced}{@code (i)}.
   *
   * @param program what is computed
   * @param operands one for each variable
   * @param accesses how each operand is read
   */
  record Rows(RowProgram program, List<Value> operands, List<Access> accesses)
      implements Operation {
    /** Copies the lists. */
    public Rows {
      operands = List.copyOf(operands);
      accesses = List.copyOf(accesses);
    }

    /**
     * The shape whose rows are computed.
     *
     * @param result the shape of this operation's value
     * @throws IllegalStateException if the result is one number a row and no operand is read in
     *     full, so that nothing says how many columns there are
     */
    public Shape domain(Shape result) {
      if (!program.perRow()) {
        return result;
      }
      int full = accesses.indexOf(Access.FULL);
      if (full < 0) {
        throw new IllegalStateException("A row program reads no operand in full: " + program);
      }
      return operands.get(full).shape();
    }

    @Override
    public Kind kind() {
      return Kind.ROW;
    }
  }

  /**
   * A sum over axes.
   *
   * @param operand what is summed
   * @param extent over which axes
   */
  record Sum(Value operand, Extent extent) implements Operation {
    /** The axes that a sum runs over. */
    public enum Extent {
      /** All axes; the result is a scalar. */
      ALL,
      /** All axes but the last; the result has the extent of the last. */
      LEADING
    }

    @Override
    public Kind kind() {
      return Kind.SUM;
    }

    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }
}
