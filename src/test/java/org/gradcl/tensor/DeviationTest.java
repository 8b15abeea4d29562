package org.gradcl.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DeviationTest {
  @Test
  void isRelativeToTheLargestNumber() {
    assertThat(Deviation.of(new double[] {4, 1.5}, new double[] {4, 1})).isEqualTo(0.125);
    assertThat(Deviation.of(new double[] {-4, 0}, new double[] {-4, 0})).isZero();
  }

  @Test
  void isAbsoluteOverAThousandthForSmallNumbers() {
    assertThat(Deviation.of(new double[] {2e-6}, new double[] {1e-6}))
        .isCloseTo(1e-3, within(1e-15));
  }

  @Test
  void whatIsNoNumberDeviates() {
    double[] found = {1, Double.NaN, 3};
    double[] expected = {1, 2, 3};
    assertThat(Deviation.of(found, expected)).isNaN();
    assertThat(Deviation.firstBeyond(1e9, found, expected)).hasValue(1);
    assertThat(Deviation.of(new double[] {Double.POSITIVE_INFINITY}, new double[] {1}))
        .isInfinite();
  }

  @Test
  void theFirstBeyondTheToleranceIsNamed() {
    double[] found = {1, 2.1, 3.3};
    double[] expected = {1, 2, 4};
    assertThat(Deviation.firstBeyond(0.02, found, expected)).hasValue(1);
    assertThat(Deviation.firstBeyond(0.1, found, expected)).hasValue(2);
    assertThat(Deviation.firstBeyond(0.2, found, expected)).isEmpty();
  }

  @Test
  void asManyNumbersAreAskedFor() {
    assertThatThrownBy(() -> Deviation.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected are 3 numbers, found are 2");
    assertThatThrownBy(() -> Deviation.firstBeyond(1, new double[3], new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
