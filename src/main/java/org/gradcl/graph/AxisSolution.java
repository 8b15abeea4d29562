package org.gradcl.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.AxisIndex.Along;
import org.gradcl.graph.AxisIndex.Term;
import org.gradcl.graph.AxisIndex.Window;

/**
 * An axis of an old domain as a function of the axes of a new one: x = (Σ factor · i − padding) /
 * divisor.
 *
 * @param terms over the new axes
 * @param padding subtracted from the sum
 * @param divisor at least 1
 * @param whole whether every index of the new axis is one of the old axis, so that it is a view
 */
record AxisSolution(List<Term> terms, int padding, int divisor, boolean whole) {
  /** Copies the list. */
  AxisSolution {
    terms = List.copyOf(terms);
  }

  /** The old axis is one of the new domain. */
  static AxisSolution same(int axis) {
    return new AxisSolution(List.of(new Term(axis, 1)), 0, 1, true);
  }

  /**
   * h = start + step · x, solved for x.
   *
   * @param whole whether x runs over the whole stored axis
   */
  static AxisSolution of(Along along, int h, boolean whole) {
    int step = along.step();
    return new AxisSolution(List.of(new Term(h, step)), step * along.start(), 1, whole);
  }

  /**
   * h = (Σ factor · i − padding) / divisor, solved for the axis x of one of its terms.
   *
   * @param numbers the new numbers of the other axes
   */
  static AxisSolution of(Window window, int x, int h, Map<Integer, Integer> numbers) {
    int factor =
        window.terms().stream().filter(term -> term.axis() == x).findFirst().orElseThrow().factor();
    int sign = Integer.signum(factor);
    List<Term> terms = new ArrayList<>(List.of(new Term(h, sign * window.divisor())));
    for (Term term : window.terms()) {
      if (term.axis() != x) {
        terms.add(new Term(numbers.get(term.axis()), -sign * term.factor()));
      }
    }
    return new AxisSolution(terms, -sign * window.padding(), Math.abs(factor), false);
  }

  /** How a stored axis is read that lay along x, of this extent. */
  AxisIndex index(int extent) {
    return along(new Along(0, 0, 1), extent);
  }

  /** How a stored axis is read that was read at start + step · x, x of this extent. */
  AxisIndex along(Along along, int extent) {
    int step = along.step();
    if (whole) {
      Term term = terms.get(0);
      return new Along(term.axis(), along.start() - step * padding, step * term.factor());
    }
    List<Term> moved =
        terms.stream().map(term -> new Term(term.axis(), step * term.factor())).toList();
    int last = along.start() + step * (extent - 1);
    return new Window(
        moved,
        step * padding - along.start() * divisor,
        divisor,
        Math.min(along.start(), last),
        Math.max(along.start(), last) + 1);
  }

  /** How a stored axis is read that was read by a window over axes that are views now. */
  static AxisIndex window(Window window, Map<Integer, AxisSolution> solutions) {
    List<Term> terms = new ArrayList<>();
    int padding = window.padding();
    for (Term term : window.terms()) {
      AxisSolution solution = solutions.get(term.axis());
      if (!solution.whole()) {
        throw new IllegalArgumentException(
            "A window can't read what a window reads, " + window + " along " + solution);
      }
      Term view = solution.terms().get(0);
      terms.add(new Term(view.axis(), term.factor() * view.factor()));
      padding += term.factor() * solution.padding();
    }
    return new Window(terms, padding, window.divisor(), window.first(), window.end());
  }
}
