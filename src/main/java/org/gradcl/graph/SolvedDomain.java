package org.gradcl.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.gradcl.expr.Expr;
import org.gradcl.graph.AxisIndex.Along;
import org.gradcl.graph.AxisIndex.Fixed;
import org.gradcl.graph.AxisIndex.Term;
import org.gradcl.graph.AxisIndex.Window;
import org.gradcl.tensor.Shape;

/**
 * The domain of an operation, solved for an operand: over which the gradient by that operand is a
 * sum.
 *
 * <p>The new domain has the axes of the operand as stored. The index of each is solved for one axis
 * of the old domain, at which everything else is then read: a plain axis stays one, a slice or a
 * window becomes a window. The old axes that are left are summed, {@link #summed}: other taps, axes
 * of other operands alone, and those along which the operand was repeated. They follow the stored
 * axes, in order, but for one that may be asked for as the innermost: sums are fast where they read
 * neighbours.
 */
final class SolvedDomain {
  /** No axis. */
  static final int NONE = -1;

  private final int[] extents;
  private final IndexedValue operand;
  private final Shape stored;

  private final int innermost;

  /** What each axis of the old domain is, as a function of the axes of the new one. */
  private final Map<Integer, AxisSolution> solutions = new HashMap<>();

  private final List<Integer> summed = new ArrayList<>();

  private SolvedDomain(int[] extents, IndexedValue operand, int innermost) {
    this.extents = extents;
    this.operand = operand;
    this.stored = operand.value().shape();
    this.innermost = innermost;
  }

  /**
   * Solves a domain.
   *
   * @param extents of the old domain's axes
   * @param operand whose gradient is sought
   * @param others what else is read over the old domain
   * @param isBounded whether indices beyond an old axis add nothing to the gradient
   * @throws IllegalArgumentException if a window would have to read what a window reads, or nothing
   *     says where the sum ends
   */
  static SolvedDomain of(
      int[] extents, IndexedValue operand, List<IndexedValue> others, IntPredicate isBounded) {
    return of(extents, operand, others, isBounded, NONE);
  }

  /**
   * Solves a domain in the same way.
   *
   * @param innermost the old axis that comes last if it is summed
   */
  static SolvedDomain of(
      int[] extents,
      IndexedValue operand,
      List<IndexedValue> others,
      IntPredicate isBounded,
      int innermost) {
    SolvedDomain domain = new SolvedDomain(extents, operand, innermost);
    domain.solve(others, isBounded);
    return domain;
  }

  private void solve(List<IndexedValue> others, IntPredicate isBounded) {
    int[] solved = new int[stored.rank()];
    for (int h = 0; h < solved.length; h++) {
      solved[h] = solvedAxis(operand.indices().get(h), stored.extent(h), others, isBounded);
    }
    IntStream.range(0, extents.length)
        .filter(axis -> IntStream.of(solved).noneMatch(each -> each == axis))
        .boxed()
        .sorted(Comparator.comparing(axis -> axis == innermost))
        .forEach(summed::add);
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int axis : summed) {
      numbers.put(axis, stored.rank() + numbers.size());
    }
    numbers.forEach((old, number) -> solutions.put(old, AxisSolution.same(number)));
    for (int h = 0; h < solved.length; h++) {
      AxisIndex index = operand.indices().get(h);
      if (index instanceof Along along) {
        boolean whole = extents[along.axis()] == stored.extent(h);
        solutions.put(solved[h], AxisSolution.of(along, h, whole));
      } else if (index instanceof Window window) {
        solutions.put(solved[h], AxisSolution.of(window, solved[h], h, numbers));
      }
    }
  }

  /** The axis of the old domain that an index is solved for; −1 if it depends on none. */
  private int solvedAxis(
      AxisIndex index, int extent, List<IndexedValue> others, IntPredicate isBounded) {
    if (index instanceof Fixed) {
      return -1;
    }
    if (index instanceof Along along) {
      if (extents[along.axis()] != extent && !isBounded.test(along.axis())) {
        throw refusal(index, "nothing else says where the slice ends");
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
        .filter(isBounded::test)
        .filter(axis -> others.stream().noneMatch(other -> other.readsByWindow(axis)))
        .findFirst()
        .orElseThrow(
            () -> refusal(index, "all of its axes are read by windows of others, or by nothing"));
  }

  private long timesRead(int axis) {
    return operand.indices().stream().filter(index -> index.axes().contains(axis)).count();
  }

  private IllegalArgumentException refusal(AxisIndex index, String reason) {
    return new IllegalArgumentException(
        String.format(
            "The gradient by '%s' %s can't be stated as one sum: it is read by %s, and %s; store a"
                + " copy of what is read first",
            operand.value().label(), stored, index, reason));
  }

  /** The shape of the operand as stored. */
  Shape stored() {
    return stored;
  }

  /** The old axes that are summed, in order. */
  List<Integer> summed() {
    return summed;
  }

  /**
   * A value over some axes of the old domain, such as the gradient of the result. A stored axis
   * that was read at one index has a gradient there alone: the value gets an axis of one index,
   * which a window meets there.
   */
  IndexedValue read(Value value, List<Integer> axes) {
    List<AxisIndex> indices = new ArrayList<>();
    for (int axis : axes) {
      indices.add(solutions.get(axis).index(extents[axis]));
    }
    int[] shape = value.shape().extents();
    for (int h = 0; h < stored.rank(); h++) {
      if (operand.indices().get(h) instanceof Fixed at) {
        shape = Arrays.copyOf(shape, shape.length + 1);
        shape[shape.length - 1] = 1;
        indices.add(new Window(List.of(new Term(h, 1)), at.index(), 1, 0, 1));
      }
    }
    return new IndexedValue(value.graph().reshape(value, Shape.of(shape)), indices);
  }

  /** An expression over the old domain, over the new one. */
  Expr moved(Expr expression) {
    Map<Expr, Expr> indices = new HashMap<>();
    expression.indexAxes().forEach(axis -> indices.put(Expr.index(axis), index(axis)));
    return expression.replaceAll(indices);
  }

  private Expr index(int axis) {
    AxisSolution solution = solutions.get(axis);
    Expr sum = Expr.constant(-solution.padding());
    for (Term term : solution.terms()) {
      sum = sum.plus(Expr.index(term.axis()).times(term.factor()));
    }
    return solution.divisor() == 1 ? sum : sum.over(solution.divisor());
  }

  /** The sum of an expression over the axes that are summed, in the shape of the operand. */
  Value sum(Graph graph, Expr element, List<IndexedValue> moved) {
    IntStream rest = summed.stream().mapToInt(axis -> extents[axis]);
    int[] domain =
        IntStream.concat(IntStream.of(stored.extents()), summed.isEmpty() ? IntStream.of(1) : rest)
            .toArray();
    RowProgram sum =
        new RowProgram(List.of(RowProgram.RowReduction.sum(element)), RowProgram.reduced(0), true);
    return graph.rowsOfViews(Shape.of(domain), stored.rank(), sum, moved);
  }

  /** What else was read over the old domain, over the new one. */
  IndexedValue moved(IndexedValue other) {
    return new IndexedValue(other.value(), other.indices().stream().map(this::moved).toList());
  }

  private AxisIndex moved(AxisIndex index) {
    if (index instanceof Along along) {
      return solutions.get(along.axis()).along(along, extents[along.axis()]);
    }
    if (index instanceof Window window) {
      return AxisSolution.window(window, solutions);
    }
    return index;
  }
}
