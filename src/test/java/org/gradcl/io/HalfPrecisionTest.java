package org.gradcl.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {
  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x8000, -0.0",
    "0x0001, 5.9604645e-8",
    "0x03ff, 6.097555e-5",
    "0x0400, 6.1035156e-5",
    "0x3555, 0.33325195",
    "0x3c00, 1",
    "0xc000, -2",
    "0x7bff, 65504",
    "0x7c00, Infinity",
    "0xfc00, -Infinity",
    "0x7e01, NaN"
  })
  void binary16(String bits, float number) {
    assertThat(HalfPrecision.ofF16(Integer.decode(bits).shortValue())).isEqualTo((Float) number);
  }

  @Test
  void everyFiniteBinary16IsItsFormula() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      int exponent = bits / 1024;
      double number =
          exponent == 0
              ? bits * Math.pow(2, -24)
              : (1 + bits % 1024 / 1024.0) * Math.pow(2, exponent - 15);
      assertThat(HalfPrecision.ofF16((short) bits)).isEqualTo((float) number);
      assertThat(HalfPrecision.ofF16((short) (bits | 0x8000))).isEqualTo((float) -number);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x3f80, 1",
    "0xc049, -3.140625",
    "0x7f80, Infinity",
    "0x7fc0, NaN",
    "0x0001, 9.18355e-41"
  })
  void bfloat16(String bits, float number) {
    assertThat(HalfPrecision.ofBf16(Integer.decode(bits).shortValue())).isEqualTo((Float) number);
  }
}
