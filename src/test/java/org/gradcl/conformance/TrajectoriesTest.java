package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradcl.train.parity.RecordedTrajectory.deviation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Golden;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every engine follows PyTorch's recorded runs, and the generated ones, fused and not, within the
 * given tolerances.
 */
class TrajectoriesTest {
  /** The recorded runs that each body of the product follows where it is forced. */
  private static final Set<String> FORCED =
      Set.of(
          "linear-sgd",
          "mlp-relu-adam-ce",
          "mlp-relu-clip",
          "mlp-gelu-adamw",
          "mlp-tanh-momentum",
          "seed-example");

  static Stream<Arguments> cases() {
    return cases(EngineUnderTest.all());
  }

  /** Without fusion, products are the same launches for every body. */
  static Stream<Arguments> ownChoiceCases() {
    return cases(EngineUnderTest.ownChoice());
  }

  private static Stream<Arguments> cases(Stream<EngineUnderTest> engines) {
    return engines.flatMap(
        engine -> Golden.withGenerated().stream().map(golden -> of(engine, golden)));
  }

  static Stream<Arguments> forcedCases() {
    List<RecordedTrajectory> recorded =
        Golden.all().stream().filter(golden -> FORCED.contains(golden.name())).toList();
    assertThat(recorded).hasSize(FORCED.size());
    return Stream.concat(EngineUnderTest.forced().stream(), EngineUnderTest.tensor().stream())
        .flatMap(engine -> recorded.stream().map(golden -> of(engine, golden)));
  }

  private static Arguments of(EngineUnderTest engine, RecordedTrajectory golden) {
    return Arguments.of(engine, Named.of(golden.name(), golden));
  }

  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("forcedCases")
  void forcedBodiesFollow(EngineUnderTest engine, RecordedTrajectory golden) {
    follows(engine, golden, Compiler.fusing());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void fusedPlansFollow(EngineUnderTest engine, RecordedTrajectory golden) {
    follows(engine, golden, Compiler.fusing());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("ownChoiceCases")
  void unfusedPlansFollow(EngineUnderTest engine, RecordedTrajectory golden) {
    follows(engine, golden, Compiler.unfused());
  }

  static void follows(EngineUnderTest engine, RecordedTrajectory golden, Compiler compiler) {
    StepGraph step = golden.step().graph(golden.batch(), golden.predictions().keySet());
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run =
            DeviceRun.of(
                open.device(),
                compiler,
                step,
                golden.initial(),
                golden.steps(),
                (float) golden.step().optimizer().learningRate(),
                RandomKey.ofSeed(1))) {
      List<Double> losses = new ArrayList<>();
      for (int i = 0; i < golden.steps(); i++) {
        run.step(batch(golden, i));
        if (i == 0) {
          compareFirst(run, golden);
        }
        losses.addAll(run.losses());
      }
      double[] found = losses.stream().mapToDouble(Double::doubleValue).toArray();
      assertThat(deviation(found, golden.losses()))
          .as("losses")
          .isLessThanOrEqualTo(RecordedTrajectory.LOSS_TOLERANCE);
      golden
          .parameters()
          .forEach(
              (name, recorded) ->
                  assertThat(deviation(float64(run.state().read(name)), recorded))
                      .as("last %s", name)
                      .isLessThanOrEqualTo(golden.parameterTolerance()));
    }
  }

  private static void compareFirst(DeviceRun run, RecordedTrajectory golden) {
    golden
        .predictions()
        .forEach(
            (name, recorded) ->
                assertThat(deviation(float64(run.output(name)), recorded))
                    .as("first prediction of %s", name)
                    .isLessThanOrEqualTo(RecordedTrajectory.LOSS_TOLERANCE));
    golden
        .gradients()
        .forEach(
            (name, recorded) ->
                assertThat(
                        deviation(
                            float64(run.state().read(StateLayout.gradientName(name))), recorded))
                    .as("first gradient by %s", name)
                    .isLessThanOrEqualTo(RecordedTrajectory.GRADIENT_TOLERANCE));
  }

  private static Map<String, float[]> batch(RecordedTrajectory golden, int i) {
    Map<String, float[]> batch = new LinkedHashMap<>();
    golden
        .batches()
        .get(i % golden.batches().size())
        .forEach((name, tensor) -> batch.put(name, tensor.floats()));
    return batch;
  }

  private static double[] float64(HostTensor tensor) {
    return ReferenceState.float64(tensor);
  }
}
