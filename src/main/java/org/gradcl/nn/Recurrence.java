package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * What recurrent layers have in common: layers of cells, each reading the states of the one below,
 * and sequences of different length.
 *
 * @param hidden numbers of a state
 * @param layers one above the other
 * @param bias whether cells add biases
 * @param output what is yielded
 */
record Recurrence(int hidden, int layers, boolean bias, RecurrentOutput output) {
  private static final int TIME = 1;

  /** One layer of cells. */
  @FunctionalInterface
  interface Cells {
    /**
     * The states after each step, {@code [batch, 1, hidden]} each.
     *
     * @param scope in which parameters are declared
     * @param x {@code [batch, time, features]}
     * @param layer the number behind the parameters' names
     */
    List<Value> states(Scope scope, Value x, int layer);
  }

  Recurrence {
    if (hidden < 1 || layers < 1) {
      throw new IllegalArgumentException(
          String.format(
              "A recurrent layer needs at least one number a state and one layer, found %d and %d",
              hidden, layers));
    }
  }

  /** Writes all layers; {@code description} is what messages call them. */
  Value append(Scope scope, Value x, Optional<Value> lengths, Cells cells, String description) {
    SampleAxes.requireSequences(scope, x, description);
    lengths.ifPresent(l -> requireOnePerSample(scope, x, l, description));
    lengths.ifPresent(l -> askForLengths(scope, l, x.shape().extent(TIME), description));
    Graph graph = scope.graph();
    Value below = lengths.map(l -> untilEnd(graph, x, l)).orElse(x);
    List<Value> states = cells.states(scope, below, 0);
    for (int layer = 1; layer < layers; layer++) {
      states = cells.states(scope, joined(graph, states), layer);
    }
    if (output == RecurrentOutput.SEQUENCE) {
      Value all = joined(graph, states);
      return lengths.map(l -> untilEnd(graph, all, l)).orElse(all);
    }
    Value last = states.get(states.size() - 1);
    Value whole = states.size() > 1 && lengths.isPresent() ? joined(graph, states) : last;
    return lengths
        .map(l -> atEnd(graph, whole, l))
        .orElseGet(() -> graph.reshape(last, Shape.of(x.shape().extent(0), hidden)));
  }

  private static void requireOnePerSample(Scope scope, Value x, Value lengths, String description) {
    Shape expected = Shape.of(x.shape().extent(0));
    if (!lengths.shape().equals(expected)) {
      throw scope.refusal(
          String.format(
              "%s takes one length a sample, %s, found %s",
              description, expected, lengths.shape()));
    }
  }

  private static void askForLengths(Scope scope, Value lengths, int time, String description) {
    String rule = "takes lengths, the whole numbers 1 to " + time;
    String cure = "leave out empty sequences, and cut long ones";
    scope.ask(lengths, description, 1, time, rule, cure);
  }

  private static Value joined(Graph graph, List<Value> states) {
    Shape one = states.get(0).shape();
    List<Operation.Join.Part> parts = new ArrayList<>();
    for (Value state : states) {
      parts.add(new Operation.Join.Part(state, List.of(0, parts.size(), 0)));
    }
    return graph.join(Shape.of(one.extent(0), states.size(), one.extent(2)), parts);
  }

  /** Zero from each sample's end on. */
  private static Value untilEnd(Graph graph, Value x, Value lengths) {
    Expr inside = Operation.MapElements.variable(1).greater(Expr.index(TIME));
    Expr kept = select(inside, Operation.MapElements.variable(0), constant(0));
    List<IndexedValue> reads = List.of(IndexedValue.whole(x), IndexedValue.along(lengths, 0));
    return graph.mapViews(x.shape(), kept, reads);
  }

  /** The state at each sample's last step. */
  private static Value atEnd(Graph graph, Value states, Value lengths) {
    Expr last = Operation.MapElements.variable(1).minus(1).equalTo(Expr.index(2));
    Expr chosen = select(last, Operation.MapElements.variable(0), constant(0));
    RowProgram program =
        new RowProgram(List.of(RowProgram.RowReduction.sum(chosen)), RowProgram.reduced(0), true);
    Shape shape = states.shape();
    List<AxisIndex> timeLast = List.of(AxisIndex.along(0), AxisIndex.along(2), AxisIndex.along(1));
    return graph.rowsOfViews(
        Shape.of(shape.extent(0), shape.extent(2), shape.extent(TIME)),
        2,
        program,
        List.of(new IndexedValue(states, timeLast), IndexedValue.along(lengths, 0)));
  }

  /** A parameter such as {@code weight_hh_l0}, drawn as PyTorch does: uniform within ±1/√hidden. */
  Value parameter(Scope scope, String name, int layer, int... extents) {
    Shape shape = Shape.of(extents);
    String numbered = name + "_l" + layer;
    return scope.parameter(
        new ParameterSpec(numbered, shape, Initializers.PYTORCH, hidden, hidden));
  }

  /**
   * The states of one layer. A state is a slice of all states, and what a step computes, forward
   * and backward, is over that shape, so that one launch may hold it.
   *
   * @param scope of the layer
   * @param input what the input adds to the gates, {@code [batch, time, gates · hidden]}
   * @param weight {@code [gates · hidden, hidden]}
   */
  List<Value> states(Scope scope, Value input, Value weight, RecurrentCell cell) {
    Graph graph = scope.graph();
    int times = input.shape().extent(TIME);
    List<Value> states = new ArrayList<>();
    List<Value> before = List.of();
    Optional<Value> state = Optional.empty();
    if (times == 1) {
      // Nothing else would read the weight, and what is learnt must have a gradient.
      Shape shape = Shape.of(input.shape().extent(0), 1, hidden);
      state = Optional.of(graph.map(shape, constant(0), List.of()));
    }
    for (int t = 0; t < times; t++) {
      Optional<Value> ofState = state.map(h -> Dense.product(graph, h, weight));
      before = cell.next(new RecurrentGates(graph, input, ofState, t, hidden), before);
      state = Optional.of(before.get(0));
      states.add(before.get(0));
    }
    return states;
  }

  /** The text form behind the layer's name. */
  String settings() {
    return hidden
        + (layers == 1 ? "" : " layers=" + layers)
        + (bias ? "" : " bias=false")
        + (output == RecurrentOutput.SEQUENCE ? "" : " return=" + Description.lowerCase(output));
  }

  /** Reads {@code lstm 64 [layers=2] [bias=false] [return=last]}. */
  static Recurrence parse(Description description) {
    List<String> words = description.words();
    if (words.size() != 2) {
      throw new CatalogueException(
          String.format(
              "A recurrent layer is written '%s HIDDEN', found '%s'",
              words.get(0), description.text()));
    }
    return new Recurrence(
        description.count(words.get(1)),
        description.count(description.word("layers", "1")),
        description.flag("bias", true),
        description.choice("return", RecurrentOutput.SEQUENCE));
  }
}
