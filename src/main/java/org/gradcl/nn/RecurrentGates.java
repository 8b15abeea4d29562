package org.gradcl.nn;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;

/**
 * What the gates of one step read: blocks of as many numbers as a state has.
 *
 * @param graph that gates are written into
 * @param input what the input adds at all times, {@code [batch, time, gates · hidden]}
 * @param state what the state before adds, {@code [batch, 1, gates · hidden]}; empty for zeros
 * @param time the step
 * @param hidden numbers of a state
 */
record RecurrentGates(Graph graph, Value input, Optional<Value> state, int time, int hidden) {
  /** What the input adds to a gate, {@code [batch, 1, hidden]}. */
  Value ofInput(int gate) {
    return block(Views.slice(input, 1, time, time + 1), gate);
  }

  /** What the state before adds to a gate, {@code [batch, 1, hidden]}; empty for zeros. */
  Optional<Value> ofState(int gate) {
    return state.map(all -> block(all, gate));
  }

  /** A function of the sum of both. */
  Value gate(int gate, UnaryOperator<Expr> function) {
    Value added = ofInput(gate);
    return ofState(gate)
        .map(s -> graph.map(added, s, (a, b) -> function.apply(a.plus(b))))
        .orElseGet(() -> graph.map(added, function));
  }

  private Value block(Value all, int gate) {
    return Views.slice(all, 2, gate * hidden, (gate + 1) * hidden);
  }
}
