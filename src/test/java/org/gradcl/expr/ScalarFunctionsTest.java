package org.gradcl.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScalarFunctionsTest {
  @Test
  void erfMatchesPublishedValues() {
    // NIST Digital Library of Mathematical Functions, table 7.23; 16 digits.
    assertThat(ScalarFunctions.erf(0.5)).isCloseTo(0.5204998778130465, within(2e-16));
    assertThat(ScalarFunctions.erf(1)).isCloseTo(0.8427007929497149, within(2e-16));
    assertThat(ScalarFunctions.erf(2)).isCloseTo(0.9953222650189527, within(3e-16));
    assertThat(ScalarFunctions.erf(3)).isCloseTo(0.9999779095030014, within(2e-16));
    assertThat(ScalarFunctions.erf(-1)).isEqualTo(-ScalarFunctions.erf(1));
    assertThat(ScalarFunctions.erf(2.4999999999))
        .isCloseTo(ScalarFunctions.erf(2.5), within(1e-12));
  }

  @Test
  void stableFunctionsStayFiniteFarFromZero() {
    assertThat(ScalarFunctions.apply(Operator.SOFTPLUS, 90)).isEqualTo(90);
    assertThat(ScalarFunctions.apply(Operator.SOFTPLUS, -90))
        .isCloseTo(Math.exp(-90), within(1e-50));
    assertThat(ScalarFunctions.apply(Operator.SIGMOID, -90))
        .isCloseTo(Math.exp(-90), within(1e-50));
    assertThat(ScalarFunctions.apply(Operator.SIGMOID, 90)).isEqualTo(1);
  }
}
