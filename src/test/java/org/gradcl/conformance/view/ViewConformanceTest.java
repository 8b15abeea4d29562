package org.gradcl.conformance.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Views, reductions over any axes and joins: gradients of the rules against differences, those of
 * the engines against the reference in float64.
 */
class ViewConformanceTest {
  private static final RandomKey KEY = RandomKey.ofSeed(7);

  static Stream<ViewCase> cases() {
    return ViewCases.all();
  }

  static Stream<Arguments> engines() {
    return EngineUnderTest.ownChoice()
        .flatMap(engine -> cases().map(each -> Arguments.of(engine, each)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfDifferences(ViewCase view) {
    StepGraph step = view.step();
    ReferenceState state =
        ReferenceState.initial(step.stateLayout(), Samples.parameters(step), 1, KEY);
    Map<String, double[]> inputs = Samples.float64(Samples.inputs(step));
    new Interpreter(step)
        .run(inputs, state)
        .gradients()
        .forEach(
            (name, gradient) -> {
              double[] numeric = new NumericDerivative(step).of(inputs, state, name);
              assertThat(RecordedTrajectory.deviation(gradient, numeric)).as(name).isLessThan(1e-7);
            });
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("engines")
  void everyEngineComputesIt(EngineUnderTest engine, ViewCase view) {
    StepGraph step = view.step();
    Map<String, float[]> batch = Samples.inputs(step);
    ReferenceState state =
        ReferenceState.initial(step.stateLayout(), Samples.parameters(step), 1, KEY);
    ReferenceResult expected = new Interpreter(step).run(Samples.float64(batch), state);
    try (EngineUnderTest.Open open = engine.open()) {
      for (Compiler compiler : List.of(Compiler.fusing(), Compiler.unfused())) {
        try (DeviceRun run =
            DeviceRun.of(open.device(), compiler, step, Samples.parameters(step), 1, 0.1f, KEY)) {
          run.step(batch);
          expected
              .outputs()
              .forEach(
                  (name, values) ->
                      assertThat(Deviation.of(run.output(name).floats(), values))
                          .as(name)
                          .isLessThanOrEqualTo(1e-5));
          expected
              .gradients()
              .forEach(
                  (name, values) -> {
                    String gradient = StateLayout.gradientName(name);
                    assertThat(Deviation.of(run.state().read(gradient).floats(), values))
                        .as(gradient)
                        .isLessThanOrEqualTo(1e-5);
                  });
        }
      }
    }
  }
}
