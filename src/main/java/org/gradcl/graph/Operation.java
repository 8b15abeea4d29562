package org.gradcl.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    /** A product of two values, summed over inner axes. */
    PRODUCT,
    /** The same numbers in another shape. */
    RESHAPE,
    /** Values beside each other. */
    JOIN,
    /** A scalar expression for every element. */
    MAP,
    /** Reductions over the inner axes of a domain alternating with scalar expressions. */
    ROW,
    /** Rows of a table, by their indices. */
    GATHER,
    /** Sums of values in the rows of a table, by their indices. */
    SCATTER,
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
   * C[batch, row, column] = Σ A[batch, row, inner] · B[batch, column, inner], summed over the inner
   * axes, each of which may be several. The operands are read by views and windows; where a window
   * leaves an element out, the sum leaves out that term.
   *
   * @param axes the domain; the result has those that are not {@link ProductAxis.Kind#INNER}, in
   *     this order
   * @param a the left operand, which depends on no column
   * @param b the right operand, which depends on no row
   */
  record Product(List<ProductAxis> axes, IndexedValue a, IndexedValue b) implements Operation {
    /** Copies the list. */
    public Product {
      axes = List.copyOf(axes);
    }

    @Override
    public Kind kind() {
      return Kind.PRODUCT;
    }

    @Override
    public List<Value> operands() {
      return List.of(a.value(), b.value());
    }

    /** The numbers of the axes of some kinds, kind by kind, each in order. */
    public List<Integer> axes(ProductAxis.Kind... kinds) {
      return Stream.of(kinds)
          .flatMap(
              kind ->
                  IntStream.range(0, axes.size())
                      .filter(axis -> axes.get(axis).kind() == kind)
                      .boxed())
          .toList();
    }

    /** The numbers of the axes of the result, in order. */
    public List<Integer> resultAxes() {
      return IntStream.range(0, axes.size())
          .filter(axis -> axes.get(axis).kind() != ProductAxis.Kind.INNER)
          .boxed()
          .toList();
    }

    /** For people: a formula such as {@code x · weightᵀ}, or {@code windows of x · weight}. */
    public String text(Function<Value, String> names) {
      return text(a, ProductAxis.Kind.ROW, true, names)
          + " · "
          + text(b, ProductAxis.Kind.COLUMN, false, names);
    }

    private String text(
        IndexedValue operand, ProductAxis.Kind line, boolean left, Function<Value, String> names) {
      String name = names.apply(operand.value());
      if (operand.indices().stream().anyMatch(AxisIndex.Window.class::isInstance)) {
        return "windows of " + name;
      }
      List<Integer> read = operand.indices().stream().flatMap(i -> i.axes().stream()).toList();
      boolean whole =
          read.size() == operand.indices().size() && operand.equals(along(operand, read));
      boolean straight = read.equals(axes(ProductAxis.Kind.BATCH, line, ProductAxis.Kind.INNER));
      boolean across = read.equals(axes(ProductAxis.Kind.BATCH, ProductAxis.Kind.INNER, line));
      if (!whole || !(straight || across)) {
        return "views of " + name;
      }
      return straight == left ? name : name + "ᵀ";
    }

    /**
     * Whether the sums of op(A)'s rows are the sums over all axes but the last of A as stored: what
     * a bias's gradient is.
     */
    public boolean sumsLeadingAxesOfA() {
      List<Integer> read = axes(ProductAxis.Kind.INNER, ProductAxis.Kind.ROW);
      return axes(ProductAxis.Kind.ROW).size() == 1
          && axes(ProductAxis.Kind.BATCH).isEmpty()
          && read.size() == a.indices().size()
          && a.equals(along(a, read));
    }

    private static IndexedValue along(IndexedValue operand, List<Integer> axes) {
      return IndexedValue.along(operand.value(), axes.stream().mapToInt(axis -> axis).toArray());
    }
  }

  /**
   * The numbers of a value in another shape, in the same order.
   *
   * @param operand as many numbers as the result has
   */
  record Reshape(Value operand) implements Operation {
    @Override
    public Kind kind() {
      return Kind.RESHAPE;
    }

    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * Values beside each other in one: concatenation, zero padding, the gradient of slices.
   *
   * @param parts boxes that do not overlap and make up the whole
   */
  record Join(List<Part> parts) implements Operation {
    /**
     * A part.
     *
     * @param value of the rank of the whole
     * @param offsets of its first element, one for each axis
     */
    public record Part(Value value, List<Integer> offsets) {
      /** Copies the list. */
      public Part {
        offsets = List.copyOf(offsets);
      }

      /** Whether an element of the whole belongs to both parts. */
      public boolean overlaps(Part other) {
        for (int axis = 0; axis < offsets.size(); axis++) {
          int start = offsets.get(axis);
          int otherStart = other.offsets.get(axis);
          if (start >= otherStart + other.value.shape().extent(axis)
              || otherStart >= start + value.shape().extent(axis)) {
            return false;
          }
        }
        return true;
      }
    }

    /** Copies the list. */
    public Join {
      parts = List.copyOf(parts);
    }

    @Override
    public Kind kind() {
      return Kind.JOIN;
    }

    @Override
    public List<Value> operands() {
      return parts.stream().map(Part::value).toList();
    }
  }

  /**
   * A scalar expression for every element of a domain, which is the result's shape. Each operand is
   * read by a view of it: whole, repeated along axes, transposed, a slice, reversed.
   *
   * @param expression over the variables {@link #variable}{@code (i)}
   * @param reads one for each variable, over the axes of the domain; no windows
   * @param stored whether it is to be stored even if it only reads another value in another order
   */
  record MapElements(Expr expression, List<IndexedValue> reads, boolean stored)
      implements Operation {
    /** A map that need not be stored if it only reads another value. */
    public MapElements(Expr expression, List<IndexedValue> reads) {
      this(expression, reads, false);
    }

    /** The variable that stands for the i-th operand of a map or row operation. */
    public static Expr variable(int i) {
      return Expr.variable("x" + i);
    }

    /** Copies the list. */
    public MapElements {
      reads = List.copyOf(reads);
    }

    /** Whether it only reads another value in another order, or a part of it, where that lies. */
    public boolean isView() {
      return !stored && reads.size() == 1 && expression.equals(variable(0));
    }

    @Override
    public Kind kind() {
      return Kind.MAP;
    }

    @Override
    public List<Value> operands() {
      return reads.stream().map(IndexedValue::value).toList();
    }
  }

  /**
   * A row program: reductions over the inner axes of a domain for each index of the outer ones, a
   * row, then one expression an element or one a row. The i-th reduction's result is the variable
   * {@link RowProgram#reduced}{@code (i)}.
   *
   * <p>A program of one number a row may read by windows: pooling, depthwise convolution. Where one
   * of its operands is outside, the whole element is left out of all its reductions, so that a sum
   * over nothing is 0 and a maximum −∞.
   *
   * @param program what is computed
   * @param domain what is reduced; the result has its shape, or that of its rows
   * @param rowAxes how many axes of the domain, the outermost, count the rows
   * @param reads one for each variable, over the axes of the domain; those by windows may be there
   *     for what they leave out alone
   */
  record Rows(RowProgram program, Shape domain, int rowAxes, List<IndexedValue> reads)
      implements Operation {
    /** Copies the list. */
    public Rows {
      reads = List.copyOf(reads);
    }

    /** The shape of the result. */
    public Shape result() {
      return program.perRow() ? domain.leading(rowAxes) : domain;
    }

    @Override
    public Kind kind() {
      return Kind.ROW;
    }

    @Override
    public List<Value> operands() {
      return reads.stream().map(IndexedValue::value).toList();
    }
  }

  /**
   * Rows of a table by their indices: result[i…, j…] = table[index[i…], j…]. Where an index is none
   * of a row, the result is 0; of one that is not whole the fraction is cut off.
   *
   * @param table whose first axis counts rows
   * @param index of any shape with at least one axis; as a float32 it is exact below 2²⁴
   * @param padding a row through which no gradient flows
   */
  record Gather(Value table, Value index, OptionalInt padding) implements Operation {
    @Override
    public Kind kind() {
      return Kind.GATHER;
    }

    @Override
    public List<Value> operands() {
      return List.of(table, index);
    }

    /** How the table is read at the row 0, over the axes of the result. */
    public IndexedValue firstRow() {
      List<AxisIndex> indices = new ArrayList<>(List.of(new AxisIndex.Fixed(0)));
      for (int axis = 1; axis < table.shape().rank(); axis++) {
        indices.add(AxisIndex.along(index.shape().rank() + axis - 1));
      }
      return new IndexedValue(table, indices);
    }
  }

  /**
   * Sums of values in the rows of a table: result[r, j…] = Σ values[i…, j…] over all i… with
   * index[i…] = r. A row that no index names is 0, what an index that is none of a row has is left
   * out.
   *
   * @param index as in {@link Gather}
   * @param values whose first axes are those of the index
   * @param rows of the result
   */
  record Scatter(Value index, Value values, int rows) implements Operation {
    @Override
    public Kind kind() {
      return Kind.SCATTER;
    }

    @Override
    public List<Value> operands() {
      return List.of(index, values);
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
