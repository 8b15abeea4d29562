package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.GradientCase;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engines' float32 gradients against central differences of the reference in float64, for every
 * layer, activation and loss, at odd and prime sizes and batch 1.
 */
class GradientsTest {
  private static final List<GradientCase> CASES = GradientCase.forDevices();

  /** What is taken from here to there is activations and losses, not bodies of products. */
  static List<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice().toList();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void gradientsAgreeWithCentralDifferences(EngineUnderTest engine) {
    assertThat(CASES).hasSize(2 * 2 * GradientCase.pairs());
    try (EngineUnderTest.Open open = engine.open()) {
      for (GradientCase c : CASES) {
        compare(open, c);
      }
    }
  }

  private static void compare(EngineUnderTest.Open open, GradientCase c) {
    StepGraph graph = c.step().graph(c.batch());
    NumericDerivative numeric = new NumericDerivative(graph);
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), graph, c.parameters(), 10, 0.1f, c.key())) {
      run.step(c.float32Inputs());
      for (StateLayout.Entry entry : graph.stateLayout().learnt()) {
        float[] gradient = run.state().read(StateLayout.gradientName(entry.name())).floats();
        double[] expected = numeric.of(c.float64Inputs(), c.state(), entry.name());
        assertThat(Deviation.of(gradient, expected))
            .as("%s by %s: %s against %s", c, entry.name(), gradient, expected)
            .isLessThanOrEqualTo(RecordedTrajectory.GRADIENT_TOLERANCE);
      }
    }
  }
}
