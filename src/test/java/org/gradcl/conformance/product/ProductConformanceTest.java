package org.gradcl.conformance.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products over any axes, read by views and windows, with both gradients: those of the rules
 * against differences, those of the engines against the reference in float64.
 */
class ProductConformanceTest {
  private static final RandomKey KEY = RandomKey.ofSeed(6);

  /** Larger products than this are checked by the engines alone: differences take two runs each. */
  private static final int MOST_NUMBERS = 2000;

  static Stream<ProductCase> cases() {
    return ProductCases.ALL.stream();
  }

  static Stream<ProductCase> smallCases() {
    return cases().filter(each -> numbers(each.step()) <= MOST_NUMBERS);
  }

  private static int numbers(StepGraph step) {
    return step.parameters().stream().mapToInt(value -> value.shape().elements()).sum();
  }

  private static List<HostTensor> parameters(StepGraph step) {
    Random random = new Random(3);
    return step.stateLayout().parameters().stream()
        .map(
            entry ->
                HostTensor.of(
                    entry.name(),
                    entry.shape(),
                    Samples.normal(random, entry.shape().elements(), 0.7)))
        .toList();
  }

  private static Map<String, float[]> batch(StepGraph step) {
    Random random = new Random(5);
    Map<String, float[]> batch = new LinkedHashMap<>();
    step.inputs()
        .forEach(
            input ->
                batch.put(input.label(), Samples.normal(random, input.shape().elements(), 0.7)));
    return batch;
  }

  private static Map<String, double[]> float64(Map<String, float[]> batch) {
    Map<String, double[]> inputs = new LinkedHashMap<>();
    batch.forEach((name, values) -> inputs.put(name, ReferenceState.float64(values)));
    return inputs;
  }

  @ParameterizedTest
  @MethodSource("smallCases")
  void gradientsAreThoseOfDifferences(ProductCase product) {
    StepGraph step = product.step();
    ReferenceState state = ReferenceState.initial(step.stateLayout(), parameters(step), 1, KEY);
    Map<String, double[]> inputs = float64(batch(step));
    new Interpreter(step)
        .run(inputs, state)
        .gradients()
        .forEach(
            (name, gradient) -> {
              double[] numeric = new NumericDerivative(step).of(inputs, state, name);
              assertThat(RecordedTrajectory.deviation(gradient, numeric)).as(name).isLessThan(1e-7);
            });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyEngineComputesIt(ProductCase product) {
    StepGraph step = product.step();
    Map<String, float[]> batch = batch(step);
    ReferenceState state = ReferenceState.initial(step.stateLayout(), parameters(step), 1, KEY);
    ReferenceResult expected = new Interpreter(step).run(float64(batch), state);
    EngineUnderTest.jvm()
        .forEach(
            engine -> {
              try (EngineUnderTest.Open open = engine.open()) {
                for (Compiler compiler : List.of(Compiler.fusing(), Compiler.unfused())) {
                  compare(open, compiler, step, batch, expected, engine.name());
                }
              }
            });
  }

  private static void compare(
      EngineUnderTest.Open open,
      Compiler compiler,
      StepGraph step,
      Map<String, float[]> batch,
      ReferenceResult expected,
      String engine) {
    try (DeviceRun run =
        DeviceRun.of(open.device(), compiler, step, parameters(step), 1, 0.1f, KEY)) {
      run.step(batch);
      expected
          .outputs()
          .forEach(
              (name, values) ->
                  assertThat(Deviation.of(run.output(name).floats(), values))
                      .as("%s, %s", engine, name)
                      .isLessThanOrEqualTo(1e-5));
      expected
          .gradients()
          .forEach(
              (name, values) -> {
                String gradient = StateLayout.gradientName(name);
                assertThat(Deviation.of(run.state().read(gradient).floats(), values))
                    .as("%s, %s", engine, gradient)
                    .isLessThanOrEqualTo(1e-5);
              });
    }
  }
}
