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

  /** Gradients by parts of values, not yet in {@link #gradients}. */
  private final Map<Value, List<Operation.Join.Part>> parts = new HashMap<>();

  private RepeatedProducts repeated;
  private RepeatedReads alike;

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
    return of(scalar, 1, byValues);
  }

  /**
   * The gradients of a multiple of a scalar, as {@link #of(Value, List)}.
   *
   * @param factor by which the scalar is multiplied
   * @throws IllegalArgumentException as there
   */
  public static Map<Value, Value> of(Value scalar, double factor, List<Value> byValues) {
    if (scalar.shape().rank() != 0) {
      throw new IllegalArgumentException("A gradient is taken of a scalar, found " + scalar);
    }
    return new Gradients(scalar.graph()).run(scalar, factor, byValues);
  }

  private Map<Value, Value> run(Value scalar, double factor, List<Value> byValues) {
    byValues.forEach(value -> needed.set(value.number()));
    List<Value> values = List.copyOf(graph.values().subList(0, scalar.number() + 1));
    repeated = new RepeatedProducts(graph, values);
    alike = new RepeatedReads(graph, values);
    for (Value value : values) {
      if (value.operation().operands().stream().anyMatch(o -> needed.get(o.number()))) {
        needed.set(value.number());
      }
    }
    gradients.put(scalar, graph.map(Shape.scalar(), Expr.constant(factor), List.of()));
    for (int i = values.size() - 1; i >= 0; i--) {
      Value value = values.get(i);
      if (value.phase() != Phase.LOSS && graph.phase() == Phase.LOSS) {
        graph.enter(Phase.BACKWARD);
      }
      graph.scope(StateLayout.gradientName(value.label()));
      repeated.of(value).forEach(sum -> add(value, sum));
      alike.of(value, this::add);
      joinParts(value);
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

  /** The gradients of disjoint slices of one value are one value, not an array of zeros each. */
  private void joinParts(Value value) {
    List<Operation.Join.Part> left = parts.remove(value);
    while (left != null && !left.isEmpty()) {
      List<Operation.Join.Part> beside = new ArrayList<>();
      List<Operation.Join.Part> overlapping = new ArrayList<>();
      for (Operation.Join.Part part : left) {
        (beside.stream().anyMatch(part::overlaps) ? overlapping : beside).add(part);
      }
      add(value, graph.join(value.shape(), beside));
      left = overlapping;
    }
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
      case JOIN -> join((Operation.Join) value.operation(), gradient);
      case ROW -> rows((Operation.Rows) value.operation(), gradient);
      case GATHER -> gather((Operation.Gather) value.operation(), gradient);
      case SCATTER -> {
        Operation.Scatter scatter = (Operation.Scatter) value.operation();
        if (needed.get(scatter.values().number())) {
          add(scatter.values(), graph.gather(gradient, scatter.index()));
        }
      }
      case SUM -> {
        Value operand = ((Operation.Sum) value.operation()).operand();
        add(operand, graph.map(operand.shape(), variable(0), List.of(gradient)));
      }
    }
  }

  private void join(Operation.Join join, Value gradient) {
    for (Operation.Join.Part part : join.parts()) {
      if (needed.get(part.value().number())) {
        Value box = gradient;
        for (int axis = 0; axis < part.offsets().size(); axis++) {
          int start = part.offsets().get(axis);
          box = Views.slice(box, axis, start, start + part.value().shape().extent(axis));
        }
        add(part.value(), box);
      }
    }
  }

  private void product(Operation.Product product, Value gradient) {
    for (ProductGradient.Side side : ProductGradient.Side.values()) {
      IndexedValue read = side.of(product);
      if (needed.get(read.value().number()) && !repeated.add(product, side, gradient)) {
        ProductOfView view = ProductOfView.of(product, side);
        add(view.read(), ProductGradient.of(graph, view.product(), side, gradient));
      }
    }
  }

  /** Each row gains what was read of it. Without a row's number, padding is left out. */
  private void gather(Operation.Gather gather, Value gradient) {
    if (!needed.get(gather.table().number())) {
      return;
    }
    Value index = gather.index();
    if (gather.padding().isPresent()) {
      Expr padding = Expr.constant(gather.padding().getAsInt());
      index = graph.map(index, i -> Expr.select(i.equalTo(padding), Expr.constant(-1), i));
    }
    add(gather.table(), graph.scatter(index, gradient, gather.table().shape().extent(0)));
  }

  /** The chain rule for y = f(x0, x1, …): ∂xi = ∂y · ∂f/∂xi, summed where xi was repeated. */
  private void map(Value value, Operation.MapElements map, Value gradient) {
    for (int i = 0; i < map.reads().size(); i++) {
      IndexedValue read = map.reads().get(i);
      if (!needed.get(read.value().number())) {
        continue;
      }
      List<IndexedValue> reads = new ArrayList<>(map.reads());
      Expr slope = keepingActivation(value, map, map.expression().derivative(variable(i)));
      reads.add(IndexedValue.whole(value));
      reads.add(IndexedValue.whole(gradient));
      Expr upstream = variable(reads.size() - 1);
      Expr product = upstream.timesSlope(slope);
      if (alike.takes(read, value.shape())) {
        alike.add(read, graph.mapViews(value.shape(), product, reads));
      } else if (!product.equals(upstream) && isSummed(read, value.shape(), product)) {
        add(read.value(), summed(read, value.shape(), product, reads));
      } else {
        add(read, graph.mapViews(value.shape(), product, reads));
      }
    }
  }

  /** Whether an operand was repeated, and its gradient can be stated as one sum. */
  private static boolean isSummed(IndexedValue read, Shape domain, Expr contribution) {
    boolean repeated = read.value().shape().rank() < domain.rank();
    return repeated && read.readsWholeAxes(domain) && !contribution.drawsRandomNumbers();
  }

  /** The sum of contributions, none of which is stored. */
  private Value summed(
      IndexedValue read, Shape shape, Expr contribution, List<IndexedValue> reads) {
    SolvedDomain domain = SolvedDomain.of(shape.extents(), read, List.of(), axis -> true);
    List<IndexedValue> moved = reads.stream().map(domain::moved).toList();
    return domain.sum(graph, domain.moved(contribution), moved);
  }

  /**
   * The slope written with the map's own result where that makes every full-sized operand vanish
   * (tanh′ = 1 − y², relu′ by y &gt; 0): then only y need be kept for the backward pass, else only
   * the operands.
   */
  private static Expr keepingActivation(Value value, Operation.MapElements map, Expr slope) {
    if (map.expression().operands().isEmpty()) {
      return slope;
    }
    Expr byResult = slope.replace(map.expression(), variable(map.reads().size()));
    for (int i = 0; i < map.reads().size(); i++) {
      boolean full = map.reads().get(i).value().shape().equals(value.shape());
      if (full && byResult.variables().contains(variable(i).name())) {
        return slope;
      }
    }
    return byResult;
  }

  private void rows(Operation.Rows rows, Value gradient) {
    boolean windowed = rows.reads().stream().anyMatch(IndexedValue::hasWindow);
    for (int i = 0; i < rows.reads().size(); i++) {
      IndexedValue read = rows.reads().get(i);
      if (!needed.get(read.value().number())) {
        continue;
      }
      List<IndexedValue> reads = new ArrayList<>(rows.reads());
      reads.add(IndexedValue.whole(gradient));
      Expr upstream = variable(reads.size() - 1);
      boolean byColumn =
          read.indices().stream()
              .flatMap(index -> index.axes().stream())
              .anyMatch(axis -> axis >= rows.rowAxes());
      boolean byElement =
          byColumn
              && read.readsWholeAxes(rows.domain())
              && (isGradientOfSums(rows, i) || isReadAcross(rows, read));
      if (byElement || (windowed && (byColumn || read.hasWindow()))) {
        add(read.value(), new RowOperandGradient(graph, rows, gradient).by(i));
        continue;
      }
      RowProgram program =
          byColumn
              ? RowGradient.ofElements(rows, variable(i), upstream)
              : RowGradient.ofRows(rows, variable(i), upstream);
      add(read, graph.rowsOfViews(rows.domain(), rows.rowAxes(), program, reads));
    }
  }

  /**
   * Whether an element's gradient is made up of the upstream one, of operands, and of reductions
   * through which no gradient flows.
   */
  private static boolean isGradientOfSums(Operation.Rows rows, int operand) {
    RowProgram program =
        RowGradient.ofElements(rows, variable(operand), variable(rows.reads().size()));
    return rows.program().perRow()
        && program.withoutUnused().reductions().stream()
            .noneMatch(RowProgram.RowReduction::differentiable);
  }

  /**
   * Whether neighbours in memory are rows, so that one number a row is computed for many at a time,
   * and elements are not taken row by row.
   */
  private static boolean isReadAcross(Operation.Rows rows, IndexedValue read) {
    AxisIndex last = read.indices().get(read.indices().size() - 1);
    return rows.program().perRow() && last.axes().stream().allMatch(axis -> axis < rows.rowAxes());
  }

  /**
   * Notes what an operand's gradient gains.
   *
   * @param read how the operand is read
   * @param contribution one number for each index at which it is read, or for each of its rows
   */
  private void add(IndexedValue read, Value contribution) {
    ViewGradient gradient = ViewGradient.of(read, contribution);
    if (gradient.isWhole()) {
      add(read.value(), gradient.numbers());
    } else {
      addPart(parts.computeIfAbsent(read.value(), v -> new ArrayList<>()), gradient.part());
    }
  }

  /** What belongs to the same part is added there, not to the whole. */
  private void addPart(List<Operation.Join.Part> known, Operation.Join.Part part) {
    for (int i = 0; i < known.size(); i++) {
      Value before = known.get(i).value();
      if (known.get(i).offsets().equals(part.offsets())
          && before.shape().equals(part.value().shape())) {
        Value sum = graph.map(before, part.value(), Expr::plus);
        known.set(i, new Operation.Join.Part(sum, part.offsets()));
        return;
      }
    }
    known.add(part);
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
