package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolsTest {
  private static Shape output(String layer, int... sample) {
    return Sequential.ofInput(Shape.of(sample), Layers.named(layer)).outputShape();
  }

  @ParameterizedTest
  @CsvSource({
    "max_pool 2, 3",
    "max_pool 3 stride=2, 3",
    "max_pool 3 stride=2 padding=1, 4",
    "avg_pool 2 stride=1, 6",
    "global_avg_pool, 1",
    "adaptive_avg_pool 7x7, 7"
  })
  void extentsAreRoundedDown(String layer, int expected) {
    assertThat(output(layer, 7, 7, 5)).isEqualTo(Shape.of(expected, expected, 5));
  }

  @Test
  void oneNumberStandsForBothAxes() {
    assertThat(MaxPool.of(3).stride(2).padding(1))
        .isEqualTo(MaxPool.of(3).stride(2, 2).padding(1, 1));
    assertThat(AvgPool.of(3).stride(2).padding(1).describe())
        .isEqualTo("avg_pool 3 stride=2 padding=1");
    assertThatThrownBy(() -> MaxPool.of(3).stride(1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for each axis");
  }

  @Test
  void signalsHaveOneAxisOfSpace() {
    assertThat(output("max_pool1d 3 stride=2", 11, 4)).isEqualTo(Shape.of(5, 4));
    assertThat(output("avg_pool1d 2", 11, 4)).isEqualTo(Shape.of(5, 4));
    assertThat(output("adaptive_avg_pool1d 3", 12, 4)).isEqualTo(Shape.of(3, 4));
    assertThat(output("global_avg_pool1d", 11, 4)).isEqualTo(Shape.of(1, 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_pool 2",
        "max_pool 3x2 stride=2x1 padding=1x0",
        "avg_pool1d 4 stride=2 padding=2 count_padding=false",
        "adaptive_avg_pool 2x3",
        "adaptive_avg_pool1d 3",
        "global_avg_pool1d"
      })
  void theTextFormIsRead(String text) {
    assertThat(Layers.named(text).describe()).isEqualTo(text);
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheNumbers() {
    assertThatThrownBy(() -> output("max_pool 9", 7, 7, 5))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("max_pool 9 does not fit a height of 7");
    assertThatThrownBy(() -> output("adaptive_avg_pool 2x2", 7, 7, 5))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("takes extents that it divides, found a height of 7");
    assertThatThrownBy(() -> MaxPool.of(2).padding(2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most half of its kernel, found 2 of 2");
    assertThatThrownBy(() -> new AdaptiveAvgPool(List.of(1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found [1, 0]");
  }
}
