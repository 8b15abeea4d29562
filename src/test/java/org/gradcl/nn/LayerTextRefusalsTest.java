package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.graph.ShapeMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no layer can be is refused with the text that it stands in, and what could be instead. */
class LayerTextRefusalsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_pool 2x",
        "max_pool x2",
        "max_pool 2xx2",
        "max_pool 2 stride=2x",
        "max_pool 2 padding=x1",
        "conv 6 3x",
        "conv 6 3x3 padding=1x",
        "conv 6 3x3 dilation=2x",
        "conv_transpose 8 3x3 output_padding=1x",
        "adaptive_avg_pool 2x",
        "avg_pool1d 2x"
      })
  void extentsThatLackANumber(String text) {
    assertThatThrownBy(() -> Layers.named(text))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContainingAll("In '" + text + "' ", "one whole number is expected", "found '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"permute 2x1x3x", "permute x", "embedding 10 2 padding=1x"})
  void numbersThatLackOne(String text) {
    assertThatThrownBy(() -> Layers.named(text))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContainingAll("In '" + text + "' ", "whole number", "found '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8x8x", "x8x8", "8xx8", "x", ""})
  void shapesThatLackANumber(String shape) {
    for (Runnable read :
        List.<Runnable>of(
            () -> Layers.named("reshape " + shape),
            () -> Reshape.parse(shape),
            () -> Sequential.parse("input " + shape + "; flatten"))) {
      assertThatThrownBy(read::run)
          .isInstanceOf(CatalogueException.class)
          .hasMessageContaining("'");
    }
    assertThatThrownBy(() -> Reshape.parse(shape))
        .hasMessage("A shape is written as its extents, such as 8x8x1, found '" + shape + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv 6 3x3 groups=4 | 6 channels in 4 groups; use 3 or 6",
        "conv 2 3x3 groups=4 | 2 channels in 4 groups; use 2",
        "dropout 1 | from 0 to below 1, found 1; state the share that is dropped, such as 0.1",
        "dropout -0.5 | from 0 to below 1, found -0.5; state the share that is dropped",
        "attention heads=4 key_heads=3 | found 4 heads and 3 of keys; use 2 or 4",
        "attention heads=4 key_heads=8 | found 4 heads and 8 of keys; use 4",
        "attention heads=4 dropout=1 | from 0 to below 1, found 1; state the share",
        "max_pool 2 padding=2 | at most half of its kernel, found 2 of 2; use at most 1, or a"
            + " larger kernel",
        "conv 6 3 stride=2 padding=same | asks for a stride of 1, found [2, 2]; state the padding"
            + " in numbers, or leave out the stride"
      })
  void settingsOutOfRange(String text, String says) {
    assertThatThrownBy(() -> Layers.named(text))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContainingAll("In '" + text + "': ", says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv 6 3x3 groups=3 | layer.0: conv 6 3x3 | found 4; use 2, or change",
        "group_norm 3 | layer.0: group_norm 3 | shape [8, 8, 4]; use 2 or 4, or change",
        "reshape 64x4; attention heads=3 | layer.1: attention heads=3 | a multiple of 3], found"
            + " [64, 4]; use 2 or 4",
        "lstm 4 | layer.0: lstm 4 takes | [time, features], found [8, 8, 4]; put a reshape before"
            + " it",
        "learnt_positions 9 | layer.0: learnt_positions 9 takes | found [8, 8, 4]; put a reshape",
        "sinusoidal_positions | layer.0: sinusoidal_positions takes | [8, 8, 4]; put a reshape",
        "permute 2x1 | layer.0: permute 2x1 takes | shape [8, 8, 4]; name each of its axes",
        "reshape 8x8x5 | layer.0: reshape 8x8x5 asks | 256 numbers; choose extents whose product is"
            + " 256",
        "layer_norm axes=5 | layer.0: layer_norm axes=5 | shape [8, 8, 4]; use at most 3"
      })
  void layersThatDoNotFit(String text, String place, String says) {
    assertThatThrownBy(() -> Sequential.parse("input 8x8x4; " + text))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageStartingWith(place)
        .hasMessageContaining(says);
  }

  /** In Java the same, without a text. */
  @Test
  void settingsOutOfRangeInJava() {
    assertThatThrownBy(() -> Conv1d.of(6, 3).groups(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "found 6 channels in 4 groups; use 3 or 6, or a multiple of 4 channels");
    assertThatThrownBy(() -> MultiHeadAttention.of(6).withKeyHeads(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("found 6 heads and 4 of keys; use 3 or 6");
  }
}
