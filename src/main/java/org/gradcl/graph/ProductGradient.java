package org.gradcl.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradcl.graph.AxisIndex.Along;
import org.gradcl.graph.AxisIndex.Fixed;
import org.gradcl.graph.AxisIndex.Term;
import org.gradcl.graph.AxisIndex.Window;
import org.gradcl.tensor.Shape;

/**
 * The gradient of a product by one of its operands, which is a product again: of the gradient ∂C
 * and the other operand.
 *
 * <p>For an operand A: ∂A[s] = Σ ∂C[batch, row, column] · B[batch, column, inner] over all indices
 * of the domain at which A is read at s. So the new domain has the axes of A as stored. The index
 * of each is solved for one axis of the old domain, at which ∂C and the other operand are then
 * read: a plain axis stays one, a slice or a window becomes a window. The old axes that are left
 * are summed: other taps, axes of the other operand alone, and those along which A was repeated.
 */
final class ProductGradient {
  /** An operand of a product. */
  enum Side {
    /** The left one. */
    A,
    /** The right one. */
    B;

    IndexedValue of(Operation.Product product) {
      return this == A ? product.a() : product.b();
    }

    IndexedValue otherOf(Operation.Product product) {
      return this == A ? product.b() : product.a();
    }
  }

  private final Operation.Product product;
  private final IndexedValue operand;
  private final IndexedValue other;
  private final Shape stored;

  /** What each axis of the old domain is, as a function of the axes of the new one. */
  private final Map<Integer, AxisSolution> solutions = new HashMap<>();

  /** The old axes that are summed. */
  private final List<Integer> summed = new ArrayList<>();

  private ProductGradient(Operation.Product product, Side side) {
    this.product = product;
    this.operand = side.of(product);
    this.other = side.otherOf(product);
    this.stored = operand.value().shape();
  }

  /**
   * The gradient by the value that an operand reads, in its shape.
   *
   * @throws IllegalArgumentException if it would need a window of what a window reads
   */
  static Value of(Graph graph, Operation.Product product, Side side, Value gradient) {
    ProductGradient rule = new ProductGradient(product, side);
    rule.solve();
    return rule.product(graph, gradient);
  }

  private void solve() {
    int[] solved = new int[stored.rank()];
    for (int h = 0; h < solved.length; h++) {
      solved[h] = solvedAxis(operand.indices().get(h), stored.extent(h));
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int axis = 0; axis < product.axes().size(); axis++) {
      int old = axis;
      if (IntStream.of(solved).noneMatch(each -> each == old)) {
        numbers.put(axis, stored.rank() + summed.size());
        summed.add(axis);
      }
    }
    numbers.forEach((old, number) -> solutions.put(old, AxisSolution.same(number)));
    for (int h = 0; h < solved.length; h++) {
      AxisIndex index = operand.indices().get(h);
      if (index instanceof Along along) {
        int extent = product.axes().get(along.axis()).extent();
        solutions.put(solved[h], AxisSolution.of(along, h, extent == stored.extent(h)));
      } else if (index instanceof Window window) {
        solutions.put(solved[h], AxisSolution.of(window, solved[h], h, numbers));
      }
    }
  }

  /** The axis of the old domain that an index is solved for; −1 if it depends on none. */
  private int solvedAxis(AxisIndex index, int extent) {
    if (index instanceof Fixed) {
      return -1;
    }
    if (index instanceof Along along) {
      boolean whole = product.axes().get(along.axis()).extent() == extent;
      if (!whole && !isBounded(along.axis())) {
        throw refusal(index, "nothing else of the product says where the slice ends");
      }
      return along.axis();
    }
    Window window = (Window) index;
    if (window.axes().stream().anyMatch(axis -> timesRead(axis) > 1)) {
      throw refusal(index, "another of its axes depends on one of the same axes");
    }
    if (!window.readsWhole(extent)) {
      throw refusal(index, "it is bounded within its axis");
    }
    return window.terms().stream()
        .map(Term::axis)
        .filter(axis -> isBounded(axis) && !other.readsByWindow(axis))
        .findFirst()
        .orElseThrow(
            () -> refusal(index, "the other operand reads all of its axes by windows, or none"));
  }

  private long timesRead(int axis) {
    return operand.indices().stream().filter(index -> index.axes().contains(axis)).count();
  }

  /** Whether ∂C or the other operand has an axis, so that indices beyond it add nothing. */
  private boolean isBounded(int axis) {
    return product.axes().get(axis).kind() != ProductAxis.Kind.INNER || other.dependsOn(axis);
  }

  private IllegalArgumentException refusal(AxisIndex index, String reason) {
    return new IllegalArgumentException(
        String.format(
            "The gradient by '%s' %s can't be stated as one product: it is read by %s, and %s;"
                + " store a copy of what is read first",
            operand.value().label(), stored, index, reason));
  }

  private Value product(Graph graph, Value gradient) {
    IndexedValue ofGradient = readGradient(graph, gradient);
    IndexedValue ofOther =
        new IndexedValue(other.value(), other.indices().stream().map(this::moved).toList());
    boolean gradientFirst = isGradientFirst(ofGradient, ofOther);
    IndexedValue left = gradientFirst ? ofGradient : ofOther;
    IndexedValue right = gradientFirst ? ofOther : ofGradient;
    List<ProductAxis> axes = new ArrayList<>();
    for (int h = 0; h < stored.rank(); h++) {
      boolean row = left.dependsOn(h);
      boolean column = right.dependsOn(h);
      ProductAxis.Kind kind =
          !column ? ProductAxis.Kind.ROW : row ? ProductAxis.Kind.BATCH : ProductAxis.Kind.COLUMN;
      axes.add(new ProductAxis(kind, stored.extent(h)));
    }
    summed.forEach(axis -> axes.add(ProductAxis.inner(product.axes().get(axis).extent())));
    return graph.product(axes, left, right);
  }

  /**
   * ∂C at the old domain's axes. A stored axis that was read at one index has a gradient there
   * alone: ∂C gets an axis of one index, which a window meets there.
   */
  private IndexedValue readGradient(Graph graph, Value gradient) {
    List<AxisIndex> indices = new ArrayList<>();
    for (int axis : product.resultAxes()) {
      indices.add(solutions.get(axis).index(product.axes().get(axis).extent()));
    }
    int[] extents = gradient.shape().extents();
    for (int h = 0; h < stored.rank(); h++) {
      if (operand.indices().get(h) instanceof Fixed at) {
        extents = Arrays.copyOf(extents, extents.length + 1);
        extents[extents.length - 1] = 1;
        indices.add(new Window(List.of(new Term(h, 1)), at.index(), 1, 0, 1));
      }
    }
    return new IndexedValue(graph.reshape(gradient, Shape.of(extents)), indices);
  }

  /** An index of the other operand, over the new domain. */
  private AxisIndex moved(AxisIndex index) {
    if (index instanceof Along along) {
      return solutions.get(along.axis()).along(along, product.axes().get(along.axis()).extent());
    }
    if (index instanceof Window window) {
      return AxisSolution.window(window, solutions);
    }
    return index;
  }

  /** The operand of the first axis that only one has is the left one: it has the rows. */
  private boolean isGradientFirst(IndexedValue ofGradient, IndexedValue ofOther) {
    for (int h = 0; h < stored.rank(); h++) {
      if (ofGradient.dependsOn(h) != ofOther.dependsOn(h)) {
        return ofGradient.dependsOn(h);
      }
    }
    return true;
  }
}
