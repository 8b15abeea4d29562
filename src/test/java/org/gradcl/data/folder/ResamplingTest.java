package org.gradcl.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  /** Rows of 4 numbers, n^1.5 each. */
  private static float[] image() {
    float[] image = new float[12];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) Math.pow(i, 1.5);
    }
    return image;
  }

  private static float[] scaled(int height, int width) {
    float[] narrowed = new Resampling(4, 0, 4, width).along(image(), 3, 1);
    return new Resampling(3, 0, 3, height).along(narrowed, 1, width);
  }

  /** Recorded from PyTorch 1.13: interpolate(mode='bilinear', antialias=True), in float64. */
  @Test
  void itAgreesWithPyTorch() {
    assertClose(scaled(2, 3), 3.5452883, 6.0483732, 9.3186204, 18.3197832, 23.1716074, 28.4055010);
    assertClose(Arrays.copyOf(scaled(5, 7), 3), 0, 0.3571429, 0.9285714);
    assertClose(Arrays.copyOfRange(scaled(5, 7), 24, 27), 22.7622886, 25.1699689, 27.7101894);
    assertThat(scaled(5, 7)).hasSize(35);
  }

  private static void assertClose(float[] found, double... expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  @Test
  void aPartIsCutOut() {
    float[] row = {0, 10, 20, 30, 40, 50};
    assertThat(new Resampling(6, 1, 4, 4).along(row, 1, 1)).containsExactly(10, 20, 30, 40);
    assertThat(new Resampling(6, 0, 6, 6).along(row, 1, 1)).isEqualTo(row);
    assertThat(new Resampling(6, 0, 6, 6).along(row, 1, 1)).isNotSameAs(row);
  }
}
