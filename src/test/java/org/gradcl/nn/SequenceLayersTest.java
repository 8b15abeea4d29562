package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.graph.Graph;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of sequences: text forms, parameters as PyTorch names and draws them, refusals. */
class SequenceLayersTest {
  private static Sequential of(int time, int features, Block layer) {
    return Sequential.ofInput(Shape.of(time, features), layer);
  }

  private static List<String> parameters(Sequential model) {
    return model.parameters().stream().map(p -> p.name() + " " + p.shape()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lstm 64",
        "lstm 64 layers=2 return=last",
        "gru 7 bias=false",
        "gru 1 layers=3 bias=false return=last",
        "attention heads=4",
        "attention heads=4 key_heads=2 causal=true bias=false dropout=0.1 rotary=10000",
        "learnt_positions 512",
        "sinusoidal_positions",
        "sinusoidal_positions base=100"
      })
  void textsReadBack(String text) {
    assertThat(Layers.named(text).describe()).isEqualTo(text);
    assertThat(Layers.named(text)).isEqualTo(Layers.named(text));
  }

  @Test
  void parametersHaveTheNamesAndShapesOfPyTorch() {
    assertThat(parameters(of(5, 3, Lstm.of(7).withLayers(2))))
        .containsExactly(
            "layer.0.weight_ih_l0 [28, 3]",
            "layer.0.weight_hh_l0 [28, 7]",
            "layer.0.bias_ih_l0 [28]",
            "layer.0.bias_hh_l0 [28]",
            "layer.0.weight_ih_l1 [28, 7]",
            "layer.0.weight_hh_l1 [28, 7]",
            "layer.0.bias_ih_l1 [28]",
            "layer.0.bias_hh_l1 [28]");
    assertThat(parameters(of(5, 3, Gru.of(7).withoutBias())))
        .containsExactly("layer.0.weight_ih_l0 [21, 3]", "layer.0.weight_hh_l0 [21, 7]");
    assertThat(parameters(of(5, 8, MultiHeadAttention.of(4))))
        .containsExactly(
            "layer.0.in_proj_weight [24, 8]",
            "layer.0.in_proj_bias [24]",
            "layer.0.out_proj.weight [8, 8]",
            "layer.0.out_proj.bias [8]");
    assertThat(parameters(of(5, 8, MultiHeadAttention.of(4).withKeyHeads(2).withoutBias())))
        .containsExactly(
            "layer.0.q_proj_weight [8, 8]",
            "layer.0.k_proj_weight [4, 8]",
            "layer.0.v_proj_weight [4, 8]",
            "layer.0.out_proj.weight [8, 8]");
  }

  @Test
  void parametersAreDrawnAsByPyTorch() {
    for (HostTensor tensor : of(5, 3, Lstm.of(25)).initialParameters(RandomKey.ofSeed(1))) {
      float largest = largest(tensor);
      assertThat(largest).as(tensor.name()).isBetween(0.15f, 0.2f);
    }
    List<HostTensor> attention =
        of(5, 24, MultiHeadAttention.of(4)).initialParameters(RandomKey.ofSeed(1));
    // ±√(6/(24 + 72)), 0, ±1/√24, 0.
    assertThat(largest(attention.get(0))).isBetween(0.24f, 0.25f);
    assertThat(largest(attention.get(1))).isZero();
    assertThat(largest(attention.get(2))).isBetween(0.19f, 0.2042f);
    assertThat(largest(attention.get(3))).isZero();
  }

  private static float largest(HostTensor tensor) {
    float largest = 0;
    for (float value : tensor.floats()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void whatTheyYield() {
    assertThat(of(5, 3, Lstm.of(7)).outputShape()).isEqualTo(Shape.of(5, 7));
    assertThat(of(5, 3, Gru.of(7).lastState()).outputShape()).isEqualTo(Shape.of(7));
    assertThat(of(5, 8, MultiHeadAttention.of(4)).outputShape()).isEqualTo(Shape.of(5, 8));
  }

  @Test
  void aSequenceLongerThanThePositionsIsRefused() {
    assertThatThrownBy(() -> of(20, 3, LearntPositions.of(16)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "layer.0: learnt_positions 16 has 16 positions, found a sequence of 20; state at least"
                + " as many positions, or cut the sequence");
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    assertThatThrownBy(() -> Sequential.ofInput(Shape.of(3), Lstm.of(7)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "layer.0: lstm 7 takes samples of shape [time, features], found [3]; put a reshape"
                + " before it, or state the shape that samples have");
    assertThatThrownBy(() -> of(5, 6, MultiHeadAttention.of(4)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "layer.0: attention heads=4 takes queries of shape [time, a multiple of 4], found"
                + " [5, 6]; use 3 or 6, or put a layer of another width before it");
    assertThatThrownBy(
            () -> of(5, 9, MultiHeadAttention.of(3).withRotary(RotaryPositions.standard())))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("a head of 9 has 3");
    Graph graph = new Graph();
    Value x = graph.input("x", Shape.of(2, 5, 3));
    Value lengths = graph.input("lengths", Shape.of(2, 1));
    assertThatThrownBy(() -> Gru.of(7).append(Scope.of(graph, Mode.TRAINING), x, lengths))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("gru 7 takes one length a sample, [2], found [2, 1]");
    Value key = graph.input("key", Shape.of(2, 4, 3));
    Value padding = graph.input("padding", Shape.of(2, 5));
    MultiHeadAttention attention = MultiHeadAttention.of(1);
    assertThatThrownBy(() -> attention.append(Scope.of(graph, Mode.TRAINING), x, key, key, padding))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("a padding mask of one number a key, [4], found [5]");
    assertThatThrownBy(() -> attention.append(Scope.of(graph, Mode.TRAINING), x, key, x))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("of the same time, found [4, 3] and [5, 3]");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Lstm.of(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Gru.of(3).withLayers(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MultiHeadAttention.of(4).withKeyHeads(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 4 heads and 3 of keys; use 2 or 4");
    assertThatThrownBy(() -> MultiHeadAttention.of(4).withDropout(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LearntPositions.of(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SinusoidalPositions(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Layers.named("lstm")).isInstanceOf(CatalogueException.class);
    assertThatThrownBy(() -> Layers.named("attention 4")).isInstanceOf(CatalogueException.class);
  }
}
