package org.gradcl.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constants in formulas for people. */
class FormulaTest {

  private static String text(double value) {
    return Expr.constant(value).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0.1",
    "-0.25",
    "0.001",
    "0.123456789012",
    "1.0E-8",
    "1.0E9",
    "2.5E300",
    "4.0E-300",
    "3",
    "0",
    "-0",
    "999999999",
    "NaN",
    "Infinity",
    "-Infinity"
  })
  void aConstantIsWrittenAsItWasGiven(String given) {
    assertThat(text(Double.parseDouble(given))).isEqualTo(given);
  }

  @Test
  void aComputedConstantHasTheDigitsOfItsFloat() {
    assertThat(text(1 - 0.9)).isEqualTo("0.1");
    assertThat(text(0.9 - 1)).isEqualTo("-0.1");
    assertThat(text(1 - 0.999)).isEqualTo("0.001");
    assertThat(text(1 - 0.999999)).isEqualTo("1.0E-6");
    assertThat(text(0.1 + 0.2)).isEqualTo("0.3");
    assertThat(text(3 * 1.1)).isEqualTo("3.3");
    assertThat(text(1.0 / 3)).isEqualTo("0.33333333");
    assertThat(text(Math.log(0.9))).isEqualTo("-0.105360516");
  }

  @Test
  void aWidenedFloatIsWrittenAsTheFloat() {
    assertThat(text(0.1f)).isEqualTo("0.1");
    assertThat(text(0.001f)).isEqualTo("0.001");
    assertThat(text(1e-8f)).as("which 15 digits would name").isEqualTo("1.0E-8");
    assertThat(text(Float.MAX_VALUE)).isEqualTo("3.4028235E38");
    assertThat(text(Float.MIN_VALUE)).isEqualTo("1.0E-45");
  }

  @Test
  void whatNoFloatHoldsKeepsItsDigits() {
    assertThat(text(1e300 / 3)).isEqualTo(Double.toString(1e300 / 3));
    assertThat(text(1e-300 / 3)).isEqualTo(Double.toString(1e-300 / 3));
  }

  /** Whatever is shortened: it names the float that a device computes with. */
  @Test
  void everyTextReadsBackAsTheSameFloat() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      double value = random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
      assertThat((float) Double.parseDouble(text(value))).as("%s", value).isEqualTo((float) value);
    }
  }

  @Test
  void formulasHaveThem() {
    Expr gradient = Expr.variable("gradient");
    assertThat(gradient.times(1 - 0.9).plus(1e-8).toString())
        .isEqualTo("((0.1 * gradient) + 1.0E-8)");
  }
}
