package org.gradcl.nn;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * Attention of several heads: each query takes a mean of the values, weighted by how well their
 * keys fit.
 *
 * <pre>
 * Q [batch, queries, E]    K [batch, keys, …]    V [batch, keys, …]    D = E / heads
 * q = Q·W_qᵀ + b_q   k = K·W_kᵀ + b_k   v = V·W_vᵀ + b_v     head j has the features j·D … j·D + D − 1
 * w = softmax over keys of q·kᵀ / √D, over those that are seen; 0 where none is
 * y = (heads of w·v, side by side)·W_oᵀ + b_o                [batch, queries, E]
 * </pre>
 *
 * <p>Where all widths are E and each head has keys of its own, parameters are PyTorch's: {@code
 * in_proj_weight} [3·E, E], whose rows project queries, keys and values, {@code in_proj_bias}
 * [3·E], {@code out_proj.weight} [E, E], {@code out_proj.bias} [E]. Else there are {@code
 * q_proj_weight}, {@code k_proj_weight} and {@code v_proj_weight} in place of the first, as PyTorch
 * has them for keys and values of other widths. They are drawn as PyTorch draws them: projections
 * uniformly within ±√(6/(fanIn + fanOut)), biases 0. Sources: Vaswani et al., Attention Is All You
 * Need, 2017; grouped queries: Ainslie et al., GQA, 2023.
 *
 * @param heads of the queries; E must be a multiple of it
 * @param keyHeads of keys and values, each for heads/keyHeads heads of the queries in a row
 * @param causal whether query i sees the keys up to i alone
 * @param bias whether there are biases
 * @param dropout the probability with which a weight is set to 0 in training
 * @param rotary by which queries and keys are turned; empty for none
 */
public record MultiHeadAttention(
    int heads,
    int keyHeads,
    boolean causal,
    boolean bias,
    double dropout,
    Optional<RotaryPositions> rotary)
    implements Layer {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no head, heads is no multiple of keyHeads, or the
   *     rate lies outside its range
   */
  public MultiHeadAttention {
    if (heads < 1 || keyHeads < 1) {
      throw new IllegalArgumentException(
          String.format(
              "Attention needs at least one head, found %d heads and %d of keys", heads, keyHeads));
    }
    if (heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          String.format(
              "Attention has as many heads of queries for each head of keys, found %d heads and %d"
                  + " of keys; use %s",
              heads, keyHeads, Divisors.near(heads, keyHeads)));
    }
    Dropout.of(dropout);
    Objects.requireNonNull(rotary, "rotary");
  }

  /**
   * {@return attention with biases, in which each query sees all keys}
   *
   * @param heads at least 1; the width of the queries must be a multiple of it
   */
  public static MultiHeadAttention of(int heads) {
    return new MultiHeadAttention(heads, heads, false, true, 0, Optional.empty());
  }

  /** {@return this attention, where a query sees no key behind its own place} */
  public MultiHeadAttention causally() {
    return new MultiHeadAttention(heads, keyHeads, true, bias, dropout, rotary);
  }

  /**
   * {@return this attention with fewer heads of keys and values than of queries}
   *
   * @param count a divisor of the number of heads
   */
  public MultiHeadAttention withKeyHeads(int count) {
    return new MultiHeadAttention(heads, count, causal, bias, dropout, rotary);
  }

  /** {@return this attention without biases} */
  public MultiHeadAttention withoutBias() {
    return new MultiHeadAttention(heads, keyHeads, causal, false, dropout, rotary);
  }

  /**
   * {@return this attention, whose weights are dropped in training}
   *
   * @param rate the probability of zero, from 0 to below 1
   */
  public MultiHeadAttention withDropout(double rate) {
    return new MultiHeadAttention(heads, keyHeads, causal, bias, rate, rotary);
  }

  /**
   * {@return this attention, which knows of the places of queries and keys}
   *
   * @param positions by which both are turned; a head must have an even number of features
   */
  public MultiHeadAttention withRotary(RotaryPositions positions) {
    return new MultiHeadAttention(heads, keyHeads, causal, bias, dropout, Optional.of(positions));
  }

  @Override
  public Value append(Scope scope, Value x) {
    return append(scope, x, x, x);
  }

  /**
   * Writes attention of queries to keys.
   *
   * @param scope the layer's place in the model
   * @param query {@code [batch, queries, E]}
   * @param key {@code [batch, keys, …]}
   * @param value {@code [batch, keys, …]}
   * @return {@code [batch, queries, E]}
   */
  public Value append(Scope scope, Value query, Value key, Value value) {
    return append(scope, query, key, value, Optional.empty());
  }

  /**
   * Writes attention of queries to the keys that are seen. What stands in others changes no bit, as
   * long as it is finite; a query that sees none yields the output projection's bias.
   *
   * @param scope the layer's place in the model
   * @param query {@code [batch, queries, E]}
   * @param key {@code [batch, keys, …]}
   * @param value {@code [batch, keys, …]}
   * @param padding {@code [batch, keys]}: a key is not seen where it is not 0
   * @return {@code [batch, queries, E]}
   */
  public Value append(Scope scope, Value query, Value key, Value value, Value padding) {
    return append(scope, query, key, value, Optional.of(padding));
  }

  private Value append(Scope scope, Value query, Value key, Value value, Optional<Value> padding) {
    requireShapes(scope, query, key, value, padding);
    Graph graph = scope.graph();
    int width = query.shape().columns();
    int each = width / heads;
    AttentionHeads projected =
        AttentionHeads.of(scope, List.of(query, key, value), keyHeads, heads / keyHeads, bias);
    AttentionHeads read = rotary.map(by -> projected.turned(graph, by)).orElse(projected);
    int batch = query.shape().extent(0);
    int queries = query.shape().extent(1);
    int keys = key.shape().extent(1);
    ProductAxis samples = ProductAxis.batch(batch);
    ProductAxis groups = ProductAxis.batch(keyHeads);
    ProductAxis members = ProductAxis.row(heads / keyHeads);
    Value scores =
        graph.product(
            List.of(
                samples,
                groups,
                members,
                ProductAxis.row(queries),
                ProductAxis.column(keys),
                ProductAxis.inner(each)),
            read.query(0, 3, 1, 2, 5),
            read.key(0, 4, 1, 5));
    Value weights = AttentionWeights.of(graph, scores, 1 / Math.sqrt(each), causal, padding);
    scope.label("weights", weights);
    Value kept = Dropout.of(dropout).append(scope, weights);
    Value mean =
        graph.product(
            List.of(
                samples,
                ProductAxis.row(queries),
                groups,
                members,
                ProductAxis.column(each),
                ProductAxis.inner(keys)),
            IndexedValue.along(kept, 0, 2, 3, 1, 5),
            read.value(0, 5, 2, 4));
    Dense out = Dense.to(width).withWeight(Initializers.PYTORCH).withBias(Initializers.ZEROS);
    Value sideBySide = graph.reshape(mean, query.shape());
    return scope.call("out_proj", bias ? out : out.withoutBias(), sideBySide);
  }

  private void requireShapes(
      Scope scope, Value query, Value key, Value value, Optional<Value> padding) {
    Shape q = query.shape();
    Shape k = key.shape();
    Shape v = value.shape();
    if (q.rank() != 3 || q.columns() % heads != 0) {
      throw scope.refusal(
          String.format(
              "%s takes queries of shape [time, a multiple of %d], found %s; use %s, or put a"
                  + " layer of another width before it",
              describe(), heads, q.sample(), Divisors.near(q.columns(), heads)));
    }
    if (rotary.isPresent() && q.columns() / heads % 2 != 0) {
      throw scope.refusal(
          String.format(
              "%s turns pairs of features, a head of %d has %d; choose a number of heads that"
                  + " leaves an even number",
              describe(), q.columns(), q.columns() / heads));
    }
    boolean paired =
        k.rank() == 3
            && v.rank() == 3
            && k.leading(2).equals(v.leading(2))
            && k.extent(0) == q.extent(0);
    if (!paired) {
      throw scope.refusal(
          String.format(
              "%s takes keys and values of shape [time, features] of the same time, found %s and"
                  + " %s",
              describe(), k.sample(), v.sample()));
    }
    if (padding.isPresent() && !padding.get().shape().equals(k.leading(2))) {
      throw scope.refusal(
          String.format(
              "%s takes a padding mask of one number a key, %s, found %s",
              describe(), k.leading(2).sample(), padding.get().shape().sample()));
    }
  }

  @Override
  public String describe() {
    return "attention heads="
        + heads
        + (keyHeads == heads ? "" : " key_heads=" + keyHeads)
        + (causal ? " causal=true" : "")
        + (bias ? "" : " bias=false")
        + (dropout == 0 ? "" : " dropout=" + Description.format(dropout))
        + rotary.map(by -> " rotary=" + Description.format(by.base())).orElse("");
  }

  /**
   * Reads {@code attention heads=4 [key_heads=2] [causal=true] [bias=false] [dropout=0.1]
   * [rotary=10000]}.
   */
  static MultiHeadAttention parse(Description description) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "Attention is written 'attention heads=HEADS', found '" + description.text() + "'");
    }
    String heads = description.word("heads", "1");
    double base = description.number("rotary", 0);
    return new MultiHeadAttention(
        description.count(heads),
        description.count(description.word("key_heads", heads)),
        description.flag("causal", false),
        description.flag("bias", true),
        description.number("dropout", 0),
        base == 0 ? Optional.empty() : Optional.of(new RotaryPositions(base)));
  }
}
