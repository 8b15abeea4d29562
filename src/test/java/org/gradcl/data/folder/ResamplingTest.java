package org.gradcl.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    assertThat(scaled(2, 3))
        .containsExactly(
            new float[] {3.5452883f, 6.0483732f, 9.3186204f, 18.3197832f, 23.1716074f, 28.4055010f},
            within(1e-5f));
    float[] larger = scaled(5, 7);
    assertThat(larger)
        .startsWith(new float[] {0})
        .hasSize(35)
        .contains(new float[] {0.3571429f, 5.1961524f, 3.2f, 36.4828727f}, within(1e-5f));
    assertThat(larger[10]).isCloseTo(6.3239838f, within(1e-5f));
    assertThat(larger[24]).isCloseTo(22.7622886f, within(1e-5f));
  }

  @Test
  void aPartIsCutOut() {
    float[] row = {0, 10, 20, 30, 40, 50};
    assertThat(new Resampling(6, 1, 4, 4).along(row, 1, 1)).containsExactly(10, 20, 30, 40);
    assertThat(new Resampling(6, 0, 6, 6).along(row, 1, 1)).isEqualTo(row);
    assertThat(new Resampling(6, 0, 6, 6).along(row, 1, 1)).isNotSameAs(row);
  }
}
