package org.gradcl.backend.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.gradcl.expr.ScalarFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The elementary functions against float64, over the whole range of floats. */
class FloatFunctionsTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  private interface FloatFunction {
    float of(float x);
  }

  private static Arguments function(
      String name, FloatFunction function, DoubleUnaryOperator reference, double bound) {
    return Arguments.of(name, function, reference, bound);
  }

  /** The bounds are what was measured over 4.3 million floats, rounded up. */
  static Stream<Arguments> functions() {
    return Stream.of(
        function("exp", FloatFunctions::exp, StrictMath::exp, 1.0),
        function("expm1", FloatFunctions::expm1, StrictMath::expm1, 1.4),
        function("log", FloatFunctions::log, StrictMath::log, 0.8),
        function("log1p", FloatFunctions::log1p, StrictMath::log1p, 1.5),
        function("tanh", FloatFunctions::tanh, StrictMath::tanh, 1.3),
        function("sigmoid", FloatFunctions::sigmoid, FloatFunctionsTest::sigmoid, 2.5),
        function("softplus", FloatFunctions::softplus, FloatFunctionsTest::softplus, 1.9),
        function("erf", FloatFunctions::erf, ScalarFunctions::erf, 1.2),
        function("cos", FloatFunctions::cos, StrictMath::cos, 0.5),
        function("floor", FloatFunctions::floor, StrictMath::floor, 0.0));
  }

  private static double sigmoid(double x) {
    double z = StrictMath.exp(-Math.abs(x));
    return x < 0 ? z / (1 + z) : 1 / (1 + z);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void isAccurateToAFewUnitsOfTheLastPlace(
      String name, FloatFunction function, DoubleUnaryOperator reference, double bound) {
    int checked = 0;
    // Every 9973rd bit pattern: all exponents and both signs, subnormal numbers and NaN included.
    for (long bits = 0; bits < 1L << 32; bits += 9973) {
      float x = Float.intBitsToFloat((int) bits);
      check(name, function, reference, bound, x);
      checked++;
    }
    // And the range in which activations live, densely.
    for (int i = -200_000; i <= 200_000; i++) {
      check(name, function, reference, bound, i * 0.0005f);
      checked++;
    }
    assertThat(checked).isGreaterThan(800_000);
  }

  private static void check(
      String name, FloatFunction function, DoubleUnaryOperator reference, double bound, float x) {
    double expected = reference.applyAsDouble(x);
    float rounded = (float) expected;
    float actual = function.of(x);
    if (Float.isNaN(rounded) || Float.isInfinite(rounded) || !Float.isFinite(actual)) {
      if (Float.compare(rounded, actual) != 0) {
        assertThat(actual).as("%s(%s)", name, x).isEqualTo(rounded);
      }
      return;
    }
    double error = Math.abs(actual - expected) / Math.ulp(rounded);
    if (error > bound) {
      assertThat(error).as("%s(%s) = %s, not %s", name, x, actual, expected).isLessThan(bound);
    }
  }

  @Test
  void holdsAtTheEnds() {
    assertThat(FloatFunctions.exp(-INFINITY)).isEqualTo(0f);
    assertThat(FloatFunctions.exp(88.72f)).isEqualTo((float) Math.exp(88.72f));
    assertThat(FloatFunctions.exp(88.73f)).isEqualTo(INFINITY);
    assertThat(FloatFunctions.exp(-103.9f)).isEqualTo(Float.MIN_VALUE);
    assertThat(FloatFunctions.exp(-104f)).isEqualTo(0f);
    assertThat(FloatFunctions.expm1(-90f)).isEqualTo(-1f);
    assertThat(FloatFunctions.expm1(90f)).isEqualTo(INFINITY);
    assertThat(FloatFunctions.log(0f)).isEqualTo(-INFINITY);
    assertThat(FloatFunctions.log(-0f)).isEqualTo(-INFINITY);
    assertThat(FloatFunctions.log(1f)).isEqualTo(0f);
    assertThat(FloatFunctions.log(-Float.MIN_VALUE)).isNaN();
    assertThat(FloatFunctions.log(INFINITY)).isEqualTo(INFINITY);
    assertThat(FloatFunctions.log1p(-1f)).isEqualTo(-INFINITY);
    assertThat(FloatFunctions.log1p(-1.5f)).isNaN();
  }

  /** Where careless formulas overflow or cancel. */
  @Test
  void holdsAtZeroTwentyAndNinety() {
    assertThat(FloatFunctions.sigmoid(0f)).isEqualTo(0.5f);
    assertThat(FloatFunctions.sigmoid(20f)).isEqualTo(1f);
    assertThat(FloatFunctions.sigmoid(-20f)).isEqualTo(2.0611537e-9f);
    assertThat(FloatFunctions.sigmoid(90f)).isEqualTo(1f);
    assertThat(FloatFunctions.sigmoid(-90f)).isEqualTo((float) Math.exp(-90));
    assertThat(FloatFunctions.softplus(0f)).isEqualTo((float) Math.log(2));
    assertThat(FloatFunctions.softplus(20f)).isEqualTo(20f);
    assertThat(FloatFunctions.softplus(-20f)).isEqualTo(2.0611537e-9f);
    assertThat(FloatFunctions.softplus(90f)).isEqualTo(90f);
    assertThat(FloatFunctions.softplus(-90f)).isEqualTo((float) Math.exp(-90));
    assertThat(FloatFunctions.tanh(0f)).isEqualTo(0f);
    assertThat(FloatFunctions.tanh(20f)).isEqualTo(1f);
    assertThat(FloatFunctions.tanh(-90f)).isEqualTo(-1f);
    assertThat(FloatFunctions.erf(0f)).isEqualTo(0f);
    assertThat(FloatFunctions.erf(20f)).isEqualTo(1f);
    assertThat(FloatFunctions.erf(-90f)).isEqualTo(-1f);
  }

  @Test
  void keepsTheSignOfZero() {
    Stream.<FloatFunction>of(
            FloatFunctions::expm1,
            FloatFunctions::log1p,
            FloatFunctions::tanh,
            FloatFunctions::erf,
            FloatFunctions::floor,
            FloatFunctions::sign)
        .forEach(
            function -> {
              assertThat(Float.floatToIntBits(function.of(-0f))).isEqualTo(0x80000000);
              assertThat(Float.floatToIntBits(function.of(0f))).isEqualTo(0);
            });
  }

  @Test
  void signIsThatOfTheOperand() {
    assertThat(FloatFunctions.sign(Float.MIN_VALUE)).isEqualTo(1f);
    assertThat(FloatFunctions.sign(-INFINITY)).isEqualTo(-1f);
    assertThat(FloatFunctions.sign(NAN)).isNaN();
  }
}
