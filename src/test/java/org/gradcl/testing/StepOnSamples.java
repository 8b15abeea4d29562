package org.gradcl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.train.parity.RecordedTrajectory;

/** A step with parameters and inputs of {@link Samples}, and what the reference makes of it. */
public final class StepOnSamples {
  private final StepGraph step;
  private final RandomKey key;
  private final Map<String, float[]> batch;
  private final ReferenceState state;
  private final Map<String, double[]> inputs;
  private final ReferenceResult expected;

  /** Runs the reference. */
  public StepOnSamples(StepGraph step, RandomKey key) {
    this(step, key, Samples.inputs(step));
  }

  /** Runs the reference on a given batch. */
  public StepOnSamples(StepGraph step, RandomKey key, Map<String, float[]> batch) {
    this.step = step;
    this.key = key;
    this.batch = batch;
    state = ReferenceState.initial(step.stateLayout(), Samples.parameters(step), 1, key);
    inputs = Samples.float64(batch);
    expected = new Interpreter(step).run(inputs, state);
  }

  /** The reference's gradients against central differences, both in float64. */
  public void requireGradientsOfDifferences() {
    expected
        .gradients()
        .forEach(
            (name, gradient) -> {
              double[] numeric = new NumericDerivative(step).of(inputs, state, name);
              assertThat(RecordedTrajectory.deviation(gradient, numeric)).as(name).isLessThan(1e-7);
            });
  }

  /** Outputs and gradients of an engine against the reference. */
  public void requireSameOn(EngineUnderTest.Open open, Compiler compiler) {
    try (DeviceRun run =
        DeviceRun.of(open.device(), compiler, step, Samples.parameters(step), 1, 0.1f, key)) {
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
