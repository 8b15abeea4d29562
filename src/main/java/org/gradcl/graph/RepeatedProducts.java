package org.gradcl.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.ProductGradient.Side;

/**
 * Products that read one value alike, as the steps of a recurrence do their weights. Where each is
 * over one index of some axis, the value's gradient Σₜ ∂Cₜᵀ·Xₜ is a single product, over all these
 * indices: of the ∂Cₜ and of the Xₜ beside each other.
 */
final class RepeatedProducts {
  /** How a product reads one of its operands, and the other. */
  private record Use(
      List<ProductAxis> axes, Side side, IndexedValue operand, List<AxisIndex> other) {
    private Use {
      axes = List.copyOf(axes);
      other = List.copyOf(other);
    }

    static Use of(Operation.Product product, Side side) {
      return new Use(product.axes(), side, side.of(product), side.otherOf(product).indices());
    }
  }

  private record Term(Value gradient, Value other) {}

  private final Graph graph;
  private final Map<Use, Integer> counts = new HashMap<>();
  private final Map<Value, Map<Use, List<Term>>> terms = new HashMap<>();

  /** Counts the uses of values. */
  RepeatedProducts(Graph graph, List<Value> values) {
    this.graph = graph;
    for (Value value : values) {
      if (value.operation() instanceof Operation.Product product) {
        for (Side side : Side.values()) {
          counts.merge(Use.of(product, side), 1, Integer::sum);
        }
      }
    }
  }

  /**
   * Takes note of what a product adds to the gradient of one of its operands.
   *
   * @return false if the product is none of several, or can't be one with them
   */
  boolean add(Operation.Product product, Side side, Value gradient) {
    Use use = Use.of(product, side);
    if (counts.get(use) < 2 || axis(product, side) < 0) {
      return false;
    }
    terms
        .computeIfAbsent(side.of(product).value(), value -> new LinkedHashMap<>())
        .computeIfAbsent(use, each -> new ArrayList<>())
        .add(0, new Term(gradient, side.otherOf(product).value()));
    return true;
  }

  /** What all noted products together add to the gradient of a value. */
  List<Value> of(Value value) {
    List<Value> sums = new ArrayList<>();
    Map<Use, List<Term>> noted = terms.remove(value);
    if (noted != null) {
      noted.forEach((use, each) -> sums.add(sum(use, each)));
    }
    return sums;
  }

  private Value sum(Use use, List<Term> each) {
    boolean left = use.side() == Side.A;
    IndexedValue other = new IndexedValue(each.get(0).other(), use.other());
    Operation.Product one =
        new Operation.Product(
            use.axes(), left ? use.operand() : other, left ? other : use.operand());
    if (each.size() == 1) {
      return ProductGradient.of(graph, one, use.side(), each.get(0).gradient());
    }
    int axis = axis(one, use.side());
    List<ProductAxis> axes = new ArrayList<>(use.axes());
    axes.set(axis, new ProductAxis(axes.get(axis).kind(), each.size()));
    Beside beside = Beside.of(graph);
    Value others = beside.join(each.stream().map(Term::other).toList(), alongOther(other, axis));
    int ofResult = one.resultAxes().indexOf(axis);
    Value gradients = beside.join(each.stream().map(Term::gradient).toList(), ofResult);
    IndexedValue all = new IndexedValue(others, use.other());
    Operation.Product whole =
        new Operation.Product(axes, left ? use.operand() : all, left ? all : use.operand());
    return ProductGradient.of(graph, whole, use.side(), gradients);
  }

  /**
   * The axis of one index over which products are one: the result has it, the other operand is read
   * along it, and both operands are read whole. −1 if there is none.
   */
  private static int axis(Operation.Product product, Side side) {
    IndexedValue operand = side.of(product);
    IndexedValue other = side.otherOf(product);
    if (!ProductOfView.isWhole(product, operand) || !ProductOfView.isWhole(product, other)) {
      return -1;
    }
    for (int axis = 0; axis < product.axes().size(); axis++) {
      ProductAxis each = product.axes().get(axis);
      if (each.extent() == 1
          && each.kind() != ProductAxis.Kind.INNER
          && other.dependsOn(axis)
          && !operand.dependsOn(axis)) {
        return axis;
      }
    }
    return -1;
  }

  private static int alongOther(IndexedValue other, int axis) {
    int found = 0;
    while (!other.indices().get(found).axes().contains(axis)) {
      found++;
    }
    return found;
  }
}
