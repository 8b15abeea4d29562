package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.graph.Operation.MapElements.variable;

import java.util.List;
import java.util.Optional;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;

/**
 * A gated recurrent layer.
 *
 * <pre>
 * X [batch, time, features]    W_ih [3·hidden, features]    W_hh [3·hidden, hidden]
 * [a_r, a_z, a_n] = W_ih·xₜ + b_ih
 * [s_r, s_z, s_n] = W_hh·hₜ₋₁ + b_hh      h starts at 0
 * r = σ(a_r + s_r)   z = σ(a_z + s_z)   n = tanh(a_n + r·s_n)
 * hₜ = (1 − z)·n + z·hₜ₋₁                 [batch, time, hidden], or the last, [batch, hidden]
 * </pre>
 *
 * <p>Layer l above the first reads the states of layer l − 1. Parameters are named, shaped and
 * drawn as PyTorch's: {@code weight_ih_l0}, {@code weight_hh_l0}, {@code bias_ih_l0}, {@code
 * bias_hh_l0}, {@code weight_ih_l1} and so on, uniform within ±1/√hidden. Source: Cho et al.,
 * Learning Phrase Representations using RNN Encoder–Decoder, 2014, with the reset gate behind the
 * product, as in cuDNN and PyTorch.
 *
 * @param hidden numbers of a state
 * @param layers one above the other
 * @param bias whether there are biases
 * @param output what is yielded
 */
public record Gru(int hidden, int layers, boolean bias, RecurrentOutput output) implements Layer {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public Gru {
    new Recurrence(hidden, layers, bias, output);
  }

  /**
   * {@return one layer with biases that yields all states}
   *
   * @param hidden numbers of a state, at least 1
   */
  public static Gru of(int hidden) {
    return new Gru(hidden, 1, true, RecurrentOutput.SEQUENCE);
  }

  /**
   * {@return as many layers, one above the other}
   *
   * @param count at least 1
   */
  public Gru withLayers(int count) {
    return new Gru(hidden, count, bias, output);
  }

  /** {@return this layer without biases} */
  public Gru withoutBias() {
    return new Gru(hidden, layers, false, output);
  }

  /** {@return this layer, yielding the last state alone} */
  public Gru lastState() {
    return new Gru(hidden, layers, bias, RecurrentOutput.LAST);
  }

  @Override
  public Value append(Scope scope, Value x) {
    return append(scope, x, Optional.empty());
  }

  /**
   * Writes the forward pass over sequences of different length. States are 0 from a sample's end
   * on, the last one is that at its end, and what stands in the input behind the end changes no
   * bit.
   *
   * @param scope the layer's place in the model
   * @param x {@code [batch, time, features]}
   * @param lengths {@code [batch]}, whole numbers from 1 to time. Those of an input are checked
   *     before a device reads them, others, which the model computes, are not
   * @return {@code [batch, time, hidden]}, or {@code [batch, hidden]}
   */
  public Value append(Scope scope, Value x, Value lengths) {
    return append(scope, x, Optional.of(lengths));
  }

  private Value append(Scope scope, Value x, Optional<Value> lengths) {
    return recurrence().append(scope, x, lengths, this::states, describe());
  }

  private Recurrence recurrence() {
    return new Recurrence(hidden, layers, bias, output);
  }

  private List<Value> states(Scope scope, Value x, int layer) {
    Recurrence recurrence = recurrence();
    int gates = 3 * hidden;
    Value input = recurrence.parameter(scope, "weight_ih", layer, gates, x.shape().columns());
    Value weight = recurrence.parameter(scope, "weight_hh", layer, gates, hidden);
    Value added = Dense.product(scope.graph(), x, input);
    if (!bias) {
      return recurrence.states(
          scope, added, weight, (at, before) -> next(at, before, Optional.empty()));
    }
    Value ofInput = recurrence.parameter(scope, "bias_ih", layer, gates);
    Value ofState = recurrence.parameter(scope, "bias_hh", layer, gates);
    // Where sums are all that is read, both biases are added at all times at once.
    Expr summed = select(constant(2 * hidden).greater(Expr.index(2)), variable(2), constant(0));
    Expr sum = variable(0).plus(variable(1)).plus(summed);
    Value biased = scope.graph().map(added.shape(), sum, List.of(added, ofInput, ofState));
    Optional<Value> inside = Optional.of(Views.slice(ofState, 0, 2 * hidden, gates));
    return recurrence.states(scope, biased, weight, (at, before) -> next(at, before, inside));
  }

  private static List<Value> next(RecurrentGates gates, List<Value> before, Optional<Value> bias) {
    Graph graph = gates.graph();
    Value reset = gates.gate(0, Functions::sigmoid);
    Value keep = gates.gate(1, Functions::sigmoid);
    Value input = gates.ofInput(2);
    Optional<Value> state = gates.ofState(2);
    Optional<Value> inside =
        state.isPresent() && bias.isPresent()
            ? Optional.of(graph.map(state.get(), bias.get(), Expr::plus))
            : state.or(() -> bias);
    Value candidate =
        inside
            .map(s -> graph.map(input, graph.map(reset, s, Expr::times), Expr::plus))
            .orElse(input);
    Value proposed = graph.map(candidate, Functions::tanh);
    Value change = graph.map(keep, proposed, (z, n) -> constant(1).minus(z).times(n));
    if (before.isEmpty()) {
      return List.of(change);
    }
    Value kept = graph.map(keep, before.get(0), Expr::times);
    return List.of(graph.map(change, kept, Expr::plus));
  }

  @Override
  public String describe() {
    return "gru " + recurrence().settings();
  }

  /** Reads {@code gru 64 [layers=2] [bias=false] [return=last]}. */
  static Gru parse(Description description) {
    Recurrence read = Recurrence.parse(description);
    return new Gru(read.hidden(), read.layers(), read.bias(), read.output());
  }
}
