package org.gradcl.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.gradcl.graph.StepGraph;
import org.gradcl.testing.GradientCase;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of gradient rules against central differences, both in float64. */
class GradientRulesTest {
  private static final List<GradientCase> CASES = GradientCase.all();

  static List<GradientCase> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void derivedGradientsAreTheNumericOnes(GradientCase c) {
    StepGraph step = c.step().graph(c.batch());
    Map<String, double[]> inputs = c.float64Inputs();
    ReferenceResult result = new Interpreter(step).run(inputs, c.state());
    NumericDerivative numeric = new NumericDerivative(step);
    assertThat(result.gradients()).hasSizeGreaterThanOrEqualTo(2);
    result
        .gradients()
        .forEach(
            (name, gradient) ->
                assertThat(
                        RecordedTrajectory.deviation(gradient, numeric.of(inputs, c.state(), name)))
                    .as("gradient of %s", name)
                    .isLessThan(1e-8));
  }

  @Test
  void gradientsAreRarelyAllZero() {
    long zero =
        CASES.stream()
            .filter(
                c ->
                    new Interpreter(c.step().graph(c.batch()))
                        .run(c.float64Inputs(), c.state()).gradients().values().stream()
                            .allMatch(g -> java.util.Arrays.stream(g).allMatch(d -> d == 0)))
            .count();
    assertThat(CASES).hasSize(3 * 2 * GradientCase.pairs());
    assertThat(zero).isLessThan(5);
  }

  @Test
  void anUnknownParameterIsNamedBesideTheKnown() {
    GradientCase c = CASES.get(0);
    NumericDerivative numeric = new NumericDerivative(c.step().graph(c.batch()));
    assertThatThrownBy(() -> numeric.of(c.float64Inputs(), c.state(), "layer.9.weight"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer.9.weight")
        .hasMessageContaining("layer.0.weight");
  }
}
