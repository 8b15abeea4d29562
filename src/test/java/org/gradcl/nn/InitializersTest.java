package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.gradcl.expr.Expr;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Documentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InitializersTest {
  private static final int FAN_IN = 300;
  private static final int FAN_OUT = 200;
  private static final RandomStream STREAM =
      new RandomStream(RandomKey.ofSeed(5), Purpose.INITIALIZATION, 3, 0);

  /** The standard deviation that each promises. */
  private static final Map<String, Double> DEVIATIONS =
      Map.of(
          "he_normal", Math.sqrt(2.0 / FAN_IN),
          "he_uniform", Math.sqrt(2.0 / FAN_IN),
          "xavier_normal", Math.sqrt(2.0 / (FAN_IN + FAN_OUT)),
          "xavier_uniform", Math.sqrt(2.0 / (FAN_IN + FAN_OUT)),
          "pytorch", Math.sqrt(1.0 / FAN_IN / 3),
          "normal", 1.0,
          "zeros", 0.0,
          "constant", 0.0);

  static List<Initializer> all() {
    return Initializers.all();
  }

  private static String name(Initializer initializer) {
    return initializer.description().split(" ")[0];
  }

  private static float[] draw(Initializer initializer) {
    return initializer.draw(STREAM, Shape.of(FAN_OUT, FAN_IN), FAN_IN, FAN_OUT);
  }

  @ParameterizedTest
  @MethodSource("all")
  void meanAndDeviationAreThePromisedOnes(Initializer initializer) {
    float[] values = draw(initializer);
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    double deviation = DEVIATIONS.get(name(initializer));
    // 60,000 draws: the mean strays by deviation/245, the deviation by 0.3 %.
    assertThat(sum / values.length).isCloseTo(0, within(4 * deviation / 245 + 1e-12));
    assertThat(Math.sqrt(squares / values.length))
        .isCloseTo(deviation, within(0.012 * deviation + 1e-12));
    if (name(initializer).endsWith("uniform") || name(initializer).equals("pytorch")) {
      assertThat(largest).isBetween(0.999 * deviation * Math.sqrt(3), deviation * Math.sqrt(3.001));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void descriptionsReadBack(Initializer initializer) {
    assertThat(Initializers.named(initializer.description())).isEqualTo(initializer);
    assertThat(Documentation.hasRow("Initialisers", name(initializer))).isTrue();
  }

  @Test
  void aConstantIsConstant() {
    assertThat(draw(Initializers.constantly(0.25))).containsOnly(0.25f);
    assertThat(Initializers.named("constant value=0.25")).isEqualTo(Initializers.constantly(0.25));
  }

  @Test
  void aNumberDependsOnItsPlaceAlone() {
    float[] wide = Initializers.HE_NORMAL.draw(STREAM, Shape.of(4, 8), FAN_IN, FAN_OUT);
    float[] narrow = Initializers.HE_NORMAL.draw(STREAM, Shape.of(4, 3), FAN_IN, FAN_OUT);
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 3; column++) {
        assertThat(narrow[row * 3 + column]).isEqualTo(wide[row * 8 + column]);
      }
    }
  }

  @Test
  void denseBeginsAsPyTorchDoes() {
    for (ParameterSpec parameter : Sequential.of(Dense.of(25, 9)).parameters()) {
      float[] values =
          parameter
              .initializer()
              .draw(STREAM, parameter.shape(), parameter.fanIn(), parameter.fanOut());
      for (float value : values) {
        assertThat(Math.abs(value)).as(parameter.name()).isLessThanOrEqualTo(0.2f);
      }
    }
    Dense dense = Dense.of(3, 2).withWeight(Initializers.HE_NORMAL).withBias(Initializers.ZEROS);
    List<ParameterSpec> parameters = Sequential.of(dense).parameters();
    assertThat(parameters.get(0).initializer()).isEqualTo(Initializers.HE_NORMAL);
    assertThat(parameters.get(1).initializer()).isEqualTo(Initializers.ZEROS);
  }

  @Test
  void aFormulaUsesOneRandomNumber() {
    for (Expr formula :
        List.of(Expr.variable("x"), Initializer.UNIFORM.times(Initializer.NORMAL))) {
      assertThatThrownBy(() -> draw(new Initializer("wrong", formula)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'wrong' may use one random number, u or n")
          .hasMessageContaining("found " + formula.variables());
    }
  }
}
