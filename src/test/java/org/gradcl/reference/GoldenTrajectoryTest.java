package org.gradcl.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradcl.train.parity.RecordedTrajectory.deviation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.StepGraph;
import org.gradcl.random.RandomKey;
import org.gradcl.testing.Golden;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The interpreter follows PyTorch's float64 runs, and the generated ones, to rounding. */
class GoldenTrajectoryTest {
  private static final double ROUNDING = 1e-12;

  /** Of NAdam, whose product of momenta is a series that suffices for float32. */
  private static final double ROUNDING_OF_SERIES = 1e-9;

  static List<RecordedTrajectory> cases() {
    List<RecordedTrajectory> cases = new ArrayList<>(Golden.withGenerated());
    cases.addAll(Golden.ofGraphsByBatch());
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void followsToRounding(RecordedTrajectory golden) {
    boolean series = golden.step().optimizer().method().startsWith("nadam");
    double rounding = series ? ROUNDING_OF_SERIES : ROUNDING;
    StepGraph step = golden.step().graph(golden.batch(), golden.predictions().keySet());
    Interpreter interpreter = new Interpreter(step);
    ReferenceState state =
        ReferenceState.initial(
            step.stateLayout(), golden.initial(), golden.steps(), RandomKey.ofSeed(1));
    double[] losses = new double[golden.steps()];
    for (int i = 0; i < golden.steps(); i++) {
      Map<String, double[]> inputs = new LinkedHashMap<>();
      golden
          .batches()
          .get(i % golden.batches().size())
          .forEach((name, tensor) -> inputs.put(name, ReferenceState.float64(tensor)));
      ReferenceResult result = interpreter.run(inputs, state);
      losses[i] = result.loss().getAsDouble();
      if (i == 0) {
        golden
            .predictions()
            .forEach(
                (name, recorded) ->
                    assertThat(deviation(result.outputs().get(name), recorded))
                        .as("first prediction of %s", name)
                        .isLessThan(rounding));
        golden
            .gradients()
            .forEach(
                (name, recorded) ->
                    assertThat(deviation(result.gradients().get(name), recorded))
                        .as("first gradient of %s", name)
                        .isLessThan(rounding));
      }
      state = result.state();
    }
    assertThat(deviation(losses, golden.losses())).as("losses").isLessThan(rounding);
    Map<String, double[]> last = state.tensors();
    golden
        .parameters()
        .forEach(
            (name, recorded) ->
                assertThat(deviation(last.get(name), recorded))
                    .as("last %s", name)
                    .isLessThan(rounding));
    assertThat(state.step()).isEqualTo(golden.steps());
  }
}
