package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.expr.ScalarFunctions;
import org.gradcl.testing.Documentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationsTest {
  private static final double[] PLACES = {-90, -20, -3.1, -0.7, 0, 1e-4, 0.4, 2.3, 20, 90};

  /** Written a second time, by other formulas where there are some. */
  private static final Map<String, DoubleUnaryOperator> DEFINITIONS =
      Map.ofEntries(
          entry("identity", z -> z),
          entry("relu", z -> z > 0 ? z : 0),
          entry("leaky_relu", z -> z > 0 ? z : 0.01 * z),
          entry("elu", z -> z > 0 ? z : Math.exp(z) - 1),
          entry("gelu", z -> z * (1 + ScalarFunctions.erf(z / Math.sqrt(2))) / 2),
          entry("silu", z -> z / (1 + Math.exp(-z))),
          entry("softplus", z -> z > 30 ? z : Math.log(1 + Math.exp(z))),
          entry("tanh", z -> 1 - 2 / (Math.exp(2 * z) + 1)),
          entry("sigmoid", z -> Math.exp(z) / (Math.exp(z) + 1)),
          entry("relu6", z -> z < 0 ? 0 : z > 6 ? 6 : z),
          entry("hard_swish", z -> z < -3 ? 0 : z > 3 ? z : z * (z + 3) / 6),
          // tanh(ln u) = (u² − 1)/(u² + 1), u = 1 + eᶻ
          entry("mish", z -> z > 30 ? z : z * (1 - 2 / (Math.pow(1 + Math.exp(z), 2) + 1))),
          entry(
              "selu",
              z -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * (Math.exp(z) - 1))),
          entry("celu", z -> Math.max(0, z) + Math.min(0, Math.exp(z) - 1)),
          entry("softsign", z -> z > 0 ? z / (1 + z) : z / (1 - z)),
          entry("log_sigmoid", z -> z < -30 ? z : -Math.log(1 + Math.exp(-z))),
          entry(
              "gelu_tanh",
              z -> z / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)))));

  private static Map.Entry<String, DoubleUnaryOperator> entry(
      String name, DoubleUnaryOperator definition) {
    return Map.entry(name, definition);
  }

  static List<Activation> all() {
    return Activations.all();
  }

  private static String name(Activation activation) {
    return activation.description().split(" ")[0];
  }

  @Test
  void eachHasItsDefinitionHere() {
    assertThat(all().stream().map(ActivationsTest::name))
        .containsExactlyInAnyOrderElementsOf(DEFINITIONS.keySet());
  }

  @ParameterizedTest
  @MethodSource("all")
  void valuesAreTheDefinitions(Activation f) {
    for (double z : PLACES) {
      assertThat(Evaluator.evaluate(f.formula(), z))
          .as("%s(%s)", f, z)
          .isCloseTo(DEFINITIONS.get(name(f)).applyAsDouble(z), within(1e-12 * (1 + Math.abs(z))));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void derivativesAreSlopesEverywhere(Activation f) {
    DoubleUnaryOperator definition = z -> Evaluator.evaluate(f.formula(), z);
    for (double z : PLACES) {
      double slope = Evaluator.evaluate(f.derivative(), z);
      double h = 1e-6;
      // At 0 some have a kink: the slope lies between those of the two sides.
      double left = (definition.applyAsDouble(z) - definition.applyAsDouble(z - h)) / h;
      double right = (definition.applyAsDouble(z + h) - definition.applyAsDouble(z)) / h;
      assertThat(slope)
          .as("%s'(%s)", f, z)
          .isBetween(Math.min(left, right) - 1e-5, Math.max(left, right) + 1e-5);
    }
  }

  @Test
  void slopesAtZeroArePyTorchs() {
    assertThat(Evaluator.evaluate(Activations.RELU.derivative(), 0)).isZero();
    assertThat(Evaluator.evaluate(Activations.LEAKY_RELU.derivative(), 0)).isEqualTo(0.01);
    assertThat(Evaluator.evaluate(Activations.ELU.derivative(), 0)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void descriptionsReadBack(Activation f) {
    assertThat(Activations.named(f.description())).isEqualTo(f);
    assertThat(Activations.named(name(f))).isEqualTo(f);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachHasItsRowInTheDocumentation(Activation f) {
    assertThat(Documentation.hasRow("Activations", name(f))).isTrue();
  }

  @Test
  void settingsAreChoosable() {
    Activation leaky = Activations.named("leaky relu slope=0.2");
    assertThat(leaky).isEqualTo(Activations.leakyRelu(0.2));
    assertThat(Evaluator.evaluate(leaky.formula(), -3)).isEqualTo(-0.6000000000000001);
    assertThat(Evaluator.evaluate(Activations.elu(0.5).formula(), -90)).isEqualTo(-0.5);
  }

  @Test
  void anUnknownOneListsTheKnown() {
    assertThatThrownBy(() -> Activations.named("rellu"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("No activation is named 'rellu'")
        .hasMessageContaining("relu, leaky_relu, elu, gelu, silu, softplus, tanh, sigmoid");
  }

  @Test
  void anotherIsOneLine() {
    Activation mish = Activation.of("mish", z -> z.times(Functions.tanh(Functions.softplus(z))));
    assertThat(Evaluator.evaluate(mish.formula(), 1)).isCloseTo(0.8650983882673103, within(1e-14));
    assertThat(mish.apply(Expr.variable("q")).variables()).containsExactly("q");
  }
}
