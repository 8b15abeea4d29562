package org.gradcl.backend.opencl.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Divisions by multiplication, for every number that they are made for. */
class ReciprocalTest {
  @ParameterizedTest
  @CsvSource({"3, 9", "7, 49", "5, 25600", "192, 1728", "97, 9409", "1, 10", "64, 576", "9, 20000"})
  void quotientsAreThoseOfADivision(int divisor, int bound) {
    Reciprocal reciprocal = Reciprocal.of(divisor, bound).orElseThrow();
    for (int n = 0; n < bound; n++) {
      int product = n * reciprocal.multiplier();
      assertThat(product >>> reciprocal.shift()).as("%d / %d", n, divisor).isEqualTo(n / divisor);
    }
  }

  @Test
  void theLeastIsTaken() {
    assertThat(Reciprocal.of(3, 9)).hasValue(new Reciprocal(11, 5));
    assertThat(Reciprocal.of(64, 576)).hasValue(new Reciprocal(1, 6));
  }

  @Test
  void largeNumbersHaveNone() {
    assertThat(Reciprocal.of(3, Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void theTextDividesWithoutASign() {
    assertThat(new Reciprocal(11, 5).quotient("p")).isEqualTo("(int)((uint)(p) * 11u >> 5)");
    assertThat(new Reciprocal(1, 6).quotient("p")).isEqualTo("(int)((uint)(p) >> 6)");
  }
}
