package org.gradcl.backend.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strips of any width, those that no kernel of the machine asks for among them. */
class StripPackerTest {
  private static final int[] WIDTHS = {1, 3, 4, 6, 8, 16, 32, 48};
  private static final int[] COUNTS = {1, 2, 5, 16, 31, 96, 101};
  private static final int DEPTH = 3;
  private static final int FROM = 2;
  private static final int TO = 5;

  static Stream<Arguments> packers() {
    return Arithmetics.all().stream()
        .map(a -> Arguments.of(Named.of(Arithmetics.title(a), a.stripPacker())));
  }

  @ParameterizedTest
  @MethodSource("packers")
  void eachNumberHasItsPlaceAndTheLastStripEndsWithZeros(StripPacker packer) {
    for (int width : WIDTHS) {
      for (int count : COUNTS) {
        verify(packer, width, count, true);
        verify(packer, width, count, false);
      }
    }
  }

  private static void verify(StripPacker packer, int width, int count, boolean neighbours) {
    int stride = neighbours ? count + 1 : DEPTH + 1;
    int rows = neighbours ? DEPTH : count;
    // Not a float more than there must be: reading behind it would throw.
    float[] source = new float[FROM + (rows - 1) * stride + (neighbours ? count : DEPTH)];
    for (int i = 0; i < source.length; i++) {
      source[i] = i + 1;
    }
    int all = (count + width - 1) / width;
    Strips strips = new Strips(packer);
    strips.width = width;
    strips.lineStride = 1;
    strips.depthStride = width;
    strips.phases = 1;
    strips.stripStride = width * DEPTH + 2;
    strips.to = TO;
    strips.target = new float[TO + (all - 1) * strips.stripStride + width * DEPTH];
    Arrays.fill(strips.target, -1);
    float[] expected = strips.target.clone();
    for (int j = 0; j < all * width; j++) {
      for (int p = 0; p < DEPTH; p++) {
        int from = FROM + (neighbours ? p * stride + j : j * stride + p);
        expected[TO + j / width * strips.stripStride + p * width + j % width] =
            j < count ? source[from] : 0;
      }
    }
    if (neighbours) {
      packer.neighbours(source, FROM, stride, count, DEPTH, strips);
    } else {
      packer.transposed(source, FROM, stride, count, DEPTH, strips);
    }
    assertThat(strips.target).as("width %d, count %d", width, count).isEqualTo(expected);
  }
}
