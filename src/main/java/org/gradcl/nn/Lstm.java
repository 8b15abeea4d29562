package org.gradcl.nn;

import java.util.List;
import java.util.Optional;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;

/**
 * A recurrent layer with a memory cell, long short-term memory.
 *
 * <pre>
 * X [batch, time, features]    W_ih [4·hidden, features]    W_hh [4·hidden, hidden]
 * [i, f, g, o] = W_ih·xₜ + b_ih + W_hh·hₜ₋₁ + b_hh          h and c start at 0
 * cₜ = σ(f)·cₜ₋₁ + σ(i)·tanh(g)
 * hₜ = σ(o)·tanh(cₜ)           [batch, time, hidden], or the last, [batch, hidden]
 * </pre>
 *
 * <p>Layer l above the first reads the states of layer l − 1. Parameters are named, shaped and
 * drawn as PyTorch's: {@code weight_ih_l0}, {@code weight_hh_l0}, {@code bias_ih_l0}, {@code
 * bias_hh_l0}, {@code weight_ih_l1} and so on, uniform within ±1/√hidden. Source: Hochreiter and
 * Schmidhuber, Long Short-Term Memory, 1997, with the forget gate of Gers et al., 2000.
 *
 * @param hidden numbers of a state
 * @param layers one above the other
 * @param bias whether there are biases
 * @param output what is yielded
 */
public record Lstm(int hidden, int layers, boolean bias, RecurrentOutput output) implements Layer {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public Lstm {
    new Recurrence(hidden, layers, bias, output);
  }

  /**
   * {@return one layer with biases that yields all states}
   *
   * @param hidden numbers of a state, at least 1
   */
  public static Lstm of(int hidden) {
    return new Lstm(hidden, 1, true, RecurrentOutput.SEQUENCE);
  }

  /**
   * {@return as many layers, one above the other}
   *
   * @param count at least 1
   */
  public Lstm withLayers(int count) {
    return new Lstm(hidden, count, bias, output);
  }

  /** {@return this layer without biases} */
  public Lstm withoutBias() {
    return new Lstm(hidden, layers, false, output);
  }

  /** {@return this layer, yielding the last state alone} */
  public Lstm lastState() {
    return new Lstm(hidden, layers, bias, RecurrentOutput.LAST);
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
    int gates = 4 * hidden;
    Value input = recurrence.parameter(scope, "weight_ih", layer, gates, x.shape().columns());
    Value weight = recurrence.parameter(scope, "weight_hh", layer, gates, hidden);
    Value added = Dense.product(scope.graph(), x, input);
    if (bias) {
      Value ofInput = recurrence.parameter(scope, "bias_ih", layer, gates);
      Value ofState = recurrence.parameter(scope, "bias_hh", layer, gates);
      added = scope.map(scope.map(added, ofInput, Expr::plus), ofState, Expr::plus);
    }
    return recurrence.states(scope, added, weight, Lstm::next);
  }

  private static List<Value> next(RecurrentGates gates, List<Value> before) {
    Graph graph = gates.graph();
    Value in = gates.gate(0, Functions::sigmoid);
    Value candidate = gates.gate(2, Functions::tanh);
    Value out = gates.gate(3, Functions::sigmoid);
    Value memory = graph.map(in, candidate, Expr::times);
    if (!before.isEmpty()) {
      Value forget = gates.gate(1, Functions::sigmoid);
      memory = graph.map(memory, graph.map(forget, before.get(1), Expr::times), Expr::plus);
    }
    Value state = graph.map(out, graph.map(memory, Functions::tanh), Expr::times);
    return List.of(state, memory);
  }

  @Override
  public String describe() {
    return "lstm " + recurrence().settings();
  }

  /** Reads {@code lstm 64 [layers=2] [bias=false] [return=last]}. */
  static Lstm parse(Description description) {
    Recurrence read = Recurrence.parse(description);
    return new Lstm(read.hidden(), read.layers(), read.bias(), read.output());
  }
}
