package org.gradcl.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.gradcl.expr.Expr;
import org.gradcl.tensor.Shape;

/**
 * Builds symbolic values, checking shapes as it goes: what catalogues of layers, losses and metrics
 * write into. Not safe for use by several threads.
 *
 * <p>The same operation of the same values is the same value. Errors of shape name the current
 * scope (the layer) and both shapes; values of another graph are an {@link
 * IllegalArgumentException}.
 */
public final class Graph {
  /** Two values with equal keys are one value. */
  private record Key(Operation operation, Shape shape, Phase phase) {}

  private final List<Value> values = new ArrayList<>();
  private final Map<Key, Value> known = new HashMap<>();
  private final BiPredicate<String, Shape> frozen;
  private final Map<String, Value> labelled = new LinkedHashMap<>();
  private final List<Observation> observations = new ArrayList<>();
  private Phase phase = Phase.FORWARD;
  private String scope = "";
  private int randomOperations;

  /** A graph without values, in the phase {@link Phase#FORWARD}. */
  public Graph() {
    this((name, shape) -> false);
  }

  /**
   * A graph of a model of which parts do not learn.
   *
   * @param frozen whether a parameter stays as it is, by its name and shape: it is {@link
   *     Role#FROZEN} where a layer asks for a {@link Role#PARAMETER}
   */
  public Graph(BiPredicate<String, Shape> frozen) {
    this.frozen = frozen;
  }

  /**
   * Values made from now on belong to this phase.
   *
   * @throws IllegalStateException if the graph is in a later one
   */
  public void enter(Phase next) {
    if (next.compareTo(phase) < 0) {
      throw new IllegalStateException(
          "A step flows from " + phase + ", it can't return to " + next);
    }
    phase = next;
  }

  /** The phase that new values belong to. */
  public Phase phase() {
    return phase;
  }

  /** Labels of values made from now on begin with this, and errors name it; empty for none. */
  public void scope(String name) {
    scope = name;
  }

  /** What errors call the present place in the model. */
  public String scope() {
    return scope;
  }

  /** Gives a value the name under which it can be asked for, such as {@code layer.0.activation}. */
  public Value label(String suffix, Value value) {
    String name = scope.isEmpty() ? suffix : scope + "." + suffix;
    labelled.put(name, value);
    return value;
  }

  /** The values that can be asked for by name, in the order in which they were labelled. */
  public Map<String, Value> labelled() {
    return Collections.unmodifiableMap(labelled);
  }

  /** All values, operands before their users. */
  public List<Value> values() {
    return Collections.unmodifiableList(values);
  }

  /** Numbers of the batch; the first axis is the batch. */
  public Value input(String name, Shape shape) {
    return add(new Operation.Input(name), shape, name);
  }

  /** A named tensor of the model. */
  public Value parameter(String name, Shape shape, Role role) {
    boolean freezes = role == Role.PARAMETER && frozen.test(name, shape);
    return add(new Operation.Parameter(name, freezes ? Role.FROZEN : role), shape, name);
  }

  /**
   * Says what a step observes of a running statistic, such as the mean of a batch. The update of a
   * step that trains moves it: statistic ← statistic + momentum · (observed − statistic), but not
   * if a loss, a gradient or something observed is not finite.
   *
   * @param statistic a tensor of role {@link Role#STATISTIC}
   * @param observed its shape
   * @param momentum above 0 and at most 1
   * @throws ShapeMismatchException if the two have different shapes
   * @throws IllegalArgumentException if this is no statistic, is observed already, or the momentum
   *     lies outside its range
   */
  public void observe(Value statistic, Value observed, double momentum) {
    if (!(statistic.operation() instanceof Operation.Parameter parameter)
        || parameter.role() != Role.STATISTIC) {
      throw new IllegalArgumentException(
          "Only a tensor of role STATISTIC is observed, found " + statistic);
    }
    if (statistic.graph() != this || observed.graph() != this) {
      throw new IllegalArgumentException(
          parameter.name() + " or what is observed of it is of another graph");
    }
    if (!statistic.shape().equals(observed.shape())) {
      throw new ShapeMismatchException(
          String.format(
              "%s has the shape %s, observed is one of %s",
              parameter.name(), statistic.shape(), observed.shape()));
    }
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "The momentum of a running statistic lies above 0 and at most at 1, found " + momentum);
    }
    if (observations.stream().anyMatch(other -> other.statistic() == statistic)) {
      throw new IllegalArgumentException(
          parameter.name()
              + " is observed twice in one step; a layer that is used twice needs statistics of"
              + " its own for each use");
    }
    observations.add(new Observation(statistic, observed, momentum));
  }

  /** What is observed, in order. */
  public List<Observation> observations() {
    return Collections.unmodifiableList(observations);
  }

  /** A field of the step record. */
  public Value field(StepField field) {
    return add(new Operation.Field(field), Shape.scalar(), field.variableName());
  }

  /** A number given to launches as an argument, so that it may depend on the batch size. */
  public Value argument(double value) {
    return add(new Operation.Argument(value), Shape.scalar(), Expr.constant(value).toString());
  }

  /**
   * The uniform random numbers of a new operation, one an element, the same in forward and
   * backward.
   */
  public Expr uniform() {
    return Expr.uniform(randomOperations++);
  }

  /**
   * op(a) · op(b), where op transposes the last two axes or not, of two matrices or two batches of
   * as many.
   *
   * @throws ShapeMismatchException if the shapes do not fit
   */
  public Value matrixProduct(Value a, boolean transposeA, Value b, boolean transposeB) {
    Operation.Product product = ShapeRules.matrixProduct(a, transposeA, b, transposeB, scope);
    return add(product, ShapeRules.product(product, scope), "product");
  }

  /**
   * The product of two values over axes of four kinds, each operand read by views and windows; the
   * shape is that of the axes that are not summed, in their order.
   *
   * @throws ShapeMismatchException if an index leaves its axis, or an operand depends on an axis of
   *     the other
   */
  public Value product(List<ProductAxis> axes, IndexedValue a, IndexedValue b) {
    Operation.Product product = new Operation.Product(axes, a.whereItLies(), b.whereItLies());
    return add(product, ShapeRules.product(product, scope), "product");
  }

  /**
   * The same numbers, in the same order, in another shape.
   *
   * @throws ShapeMismatchException if it has another number of elements
   */
  public Value reshape(Value value, Shape shape) {
    if (shape.equals(value.shape())) {
      return value;
    }
    if (value.operation() instanceof Operation.Reshape reshape) {
      return reshape(reshape.operand(), shape);
    }
    ShapeRules.requireReshape(value.shape(), shape, scope);
    return add(new Operation.Reshape(value), shape, "reshape");
  }

  /**
   * Values beside each other, and zeros where there is none: parts whose numbers are stored
   * elsewhere, or in another order, are copied, the others computed where they belong.
   *
   * @throws ShapeMismatchException if a part leaves the whole or two overlap
   */
  public Value join(Shape whole, List<Operation.Join.Part> parts) {
    List<Operation.Join.Part> stored = new ArrayList<>();
    for (Operation.Join.Part part : parts) {
      Value value = part.value();
      boolean computed =
          switch (value.operation().kind()) {
            case PRODUCT, MAP, GATHER -> stored.stream().noneMatch(other -> other.value() == value);
            case ROW -> !((Operation.Rows) value.operation()).program().perRow();
            default -> false;
          };
      stored.add(computed ? part : new Operation.Join.Part(copy(value), part.offsets()));
    }
    ShapeRules.requireParts(stored, whole, scope);
    for (JoinGaps.Box gap : JoinGaps.of(whole, stored)) {
      Expr zero = Expr.constant(0);
      Value zeros = append(new Operation.MapElements(zero, List.of()), gap.shape(), "zeros");
      stored.add(new Operation.Join.Part(zeros, gap.offsets()));
    }
    return add(new Operation.Join(stored), whole, "join");
  }

  /** A scalar function of each element. */
  public Value map(Value x, UnaryOperator<Expr> function) {
    Expr variable = Operation.MapElements.variable(0);
    return map(x.shape(), function.apply(variable), List.of(x));
  }

  /**
   * A scalar function of each pair of elements; each operand may be repeated over the other's
   * shape, by NumPy's rule.
   *
   * @throws ShapeMismatchException if the shapes do not fit
   */
  public Value map(Value x, Value y, BinaryOperator<Expr> function) {
    Expr expression =
        function.apply(Operation.MapElements.variable(0), Operation.MapElements.variable(1));
    return map(ShapeRules.common(x.shape(), y.shape()), expression, List.of(x, y));
  }

  /**
   * A scalar expression for each element of a domain, over which operands are repeated by NumPy's
   * rule: their axes are compared with the domain's from the last on, and one that is missing, or
   * has an extent of 1, is repeated.
   *
   * @param expression over {@link Operation.MapElements#variable}
   * @throws ShapeMismatchException if an operand does not fit
   */
  public Value map(Shape domain, Expr expression, List<Value> operands) {
    List<IndexedValue> reads = new ArrayList<>();
    for (Value operand : operands) {
      reads.add(ShapeRules.repeated(domain, operand, scope));
    }
    return mapViews(domain, expression, reads);
  }

  /**
   * A scalar expression for each element of a domain, whose operands are read by views.
   *
   * <p>Operands that the expression does not use are dropped, an operand that is itself a map of
   * nothing but scalars is written into the expression, a view of another value is read where that
   * lies, and a map that only repeats its operand is the operand itself.
   *
   * @param expression over {@link Operation.MapElements#variable}
   * @throws ShapeMismatchException if an index leaves its axis, or is a window
   */
  public Value mapViews(Shape domain, Expr expression, List<IndexedValue> reads) {
    OperandList kept = OperandList.of(List.of(expression), reads);
    Expr simplified = kept.expressions().get(0);
    if (simplified.equals(Operation.MapElements.variable(0))
        && kept.operands().get(0).isWhole(domain)) {
      return kept.operands().get(0).value();
    }
    kept.operands().forEach(read -> ShapeRules.requireView(domain, read, scope));
    ShapeRules.requireIndices(domain, simplified, scope);
    return add(new Operation.MapElements(simplified, kept.operands()), domain, "map");
  }

  /**
   * The numbers of a view, stored in its order: for what is read so often, or in such an order,
   * that a copy pays. What is no view is stored anyway.
   */
  public Value stored(Value value) {
    if (!(value.operation() instanceof Operation.MapElements map) || !map.isView()) {
      return value;
    }
    return add(
        new Operation.MapElements(map.expression(), map.reads(), true), value.shape(), "copy");
  }

  /**
   * A row program over a domain of rows × columns; the result has the domain's shape, or the shape
   * without the last axis where the program yields one number a row.
   *
   * @throws ShapeMismatchException if an operand has neither the domain's shape nor that of the
   *     domain without its last axis nor of a scalar
   * @throws IllegalArgumentException if the output is one number a row, yet differs by column
   */
  public Value rows(Shape domain, RowProgram program, List<Value> operands) {
    List<IndexedValue> reads = new ArrayList<>();
    for (Value operand : operands) {
      reads.add(ShapeRules.inRows(domain, operand, scope));
    }
    return rowsOfViews(domain, domain.rank() - 1, program, reads);
  }

  /**
   * A row program whose rows and columns each count some axes of a domain, and whose operands are
   * read by views; the result has the domain's shape, or that of the axes of the rows where the
   * program yields one number a row. Such a program may read by windows: where one of its windows
   * leaves its axis, or divides with a rest, the element is left out of all its reductions.
   *
   * @param rowAxes how many axes of the domain, the outermost, count the rows
   * @throws ShapeMismatchException if an index leaves its axis, or is a window where the program
   *     yields one number an element
   * @throws IllegalArgumentException if the output is one number a row, yet differs by column
   */
  public Value rowsOfViews(
      Shape domain, int rowAxes, RowProgram program, List<IndexedValue> operands) {
    List<Expr> expressions = new ArrayList<>();
    program.reductions().forEach(reduction -> expressions.add(reduction.element()));
    expressions.add(program.output());
    OperandList kept = OperandList.ofReductions(expressions, operands);
    List<RowProgram.RowReduction> reductions = new ArrayList<>();
    for (int i = 0; i < program.reductions().size(); i++) {
      reductions.add(program.reductions().get(i).withElement(kept.expressions().get(i)));
    }
    RowProgram simplified =
        new RowProgram(reductions, kept.expressions().get(reductions.size()), program.perRow())
            .withoutUnused();
    for (IndexedValue read : kept.operands()) {
      ShapeRules.requireRead(domain, read, program.perRow(), scope);
    }
    kept.expressions().forEach(e -> ShapeRules.requireIndices(domain, e, scope));
    if (program.perRow()) {
      requireOnePerRow(simplified.output(), rowAxes, kept.operands());
    }
    if (simplified.reductions().isEmpty() && !simplified.output().drawsRandomNumbers()) {
      Shape shape = program.perRow() ? domain.leading(rowAxes) : domain;
      return mapViews(shape, simplified.output(), kept.operands());
    }
    Operation.Rows rows = new Operation.Rows(simplified, domain, rowAxes, kept.operands());
    return add(rows, rows.result(), "rows");
  }

  private void requireOnePerRow(Expr output, int rowAxes, List<IndexedValue> reads) {
    boolean byColumn =
        output.drawsRandomNumbers() || output.indexAxes().stream().anyMatch(a -> a >= rowAxes);
    for (int i = 0; i < reads.size(); i++) {
      String variable = Operation.MapElements.variable(i).name();
      boolean differs =
          reads.get(i).hasWindow()
              || reads.get(i).indices().stream()
                  .flatMap(index -> index.axes().stream())
                  .anyMatch(axis -> axis >= rowAxes);
      byColumn |= differs && output.variables().contains(variable);
    }
    if (byColumn) {
      throw new IllegalArgumentException(
          (scope.isEmpty() ? "" : scope + ": ")
              + "a row program with one number a row has an output of reductions and of operands"
              + " read once a row, found "
              + output
              + "; reduce what differs by column first");
    }
  }

  /**
   * Rows of a table by their indices: result[i…, j…] = table[index[i…], j…], and 0 where an index
   * is none of a row.
   *
   * @param table whose first axis counts rows
   * @param index row numbers, of any shape with at least one axis
   * @throws ShapeMismatchException if table or index has no axis
   */
  public Value gather(Value table, Value index) {
    return gather(table, index, OptionalInt.empty());
  }

  /**
   * The same with a row through which no gradient flows.
   *
   * @param padding the number of that row; empty if there is none
   * @throws ShapeMismatchException if table or index has no axis, or the table no such row
   */
  public Value gather(Value table, Value index, OptionalInt padding) {
    Operation.Gather gather = new Operation.Gather(table, index, padding);
    return add(gather, ShapeRules.gather(gather, scope), "gather");
  }

  /**
   * Sums of values in the rows of a table: result[r, j…] = Σ values[i…, j…] over all i… with
   * index[i…] = r. A row that no index names is 0, what an index that is none of a row has is left
   * out.
   *
   * @param values whose first axes are those of the index
   * @param rows of the result
   * @throws ShapeMismatchException if the index has no axis, or the values lack its axes
   */
  public Value scatter(Value index, Value values, int rows) {
    Operation.Scatter scatter = new Operation.Scatter(index, values, rows);
    return add(scatter, ShapeRules.scatter(scatter, scope), "scatter");
  }

  /** The sum over all axes, or over all but the last. */
  public Value sum(Value operand, Operation.Sum.Extent extent) {
    Operation.Sum sum = new Operation.Sum(operand, extent);
    return add(sum, ShapeRules.sum(sum), "sum");
  }

  /**
   * The numbers of a value once more, as a value of its own: the same sum again, or a map that
   * repeats it.
   */
  Value again(Value value) {
    return value.operation() instanceof Operation.Sum sum
        ? append(sum, value.shape(), value.label())
        : copy(value);
  }

  /** A map that repeats a value. */
  private Value copy(Value value) {
    Expr same = Operation.MapElements.variable(0);
    Operation map = new Operation.MapElements(same, List.of(IndexedValue.whole(value)));
    return append(map, value.shape(), value.label());
  }

  /**
   * Takes up an operation as it is given; whether it is sound, {@link GraphVerifier} decides. Not
   * private, so that tests can show it graphs that the methods above would not make.
   */
  Value add(Operation operation, Shape shape, String label) {
    boolean named =
        operation.kind() == Operation.Kind.INPUT || operation.kind() == Operation.Kind.PARAMETER;
    for (Value operand : operation.operands()) {
      if (operand.graph() != this) {
        throw new IllegalArgumentException("The operand " + operand + " is of another graph");
      }
    }
    Key key = new Key(operation, shape, phase);
    Value equal = named ? null : known.get(key);
    if (equal != null) {
      return equal;
    }
    String name = scope.isEmpty() || named ? label : scope + "." + label;
    Value value = append(operation, shape, name);
    known.put(key, value);
    return value;
  }

  private Value append(Operation operation, Shape shape, String label) {
    Value value = new Value(this, values.size(), operation, shape, phase, label);
    values.add(value);
    return value;
  }
}
