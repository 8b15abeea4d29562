package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.plan.Compiler;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Golden;
import org.gradcl.testing.RequiresOpenCl;
import org.gradcl.train.parity.RecordedTrajectory;
import org.gradcl.train.parity.Replay;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PyTorch's recorded runs of convolutions, norms, recurrent nets, attention and graphs of layers:
 * every engine follows them by its own choice of bodies. Each body of the product where it is
 * forced, tensor cores as well, and the bodies that GPUs choose follow six.
 */
class GraphTrajectoriesTest {
  private static final Set<String> FORCED =
      Set.of(
          "attention-causal-tied-embedding-adamw",
          "conv2d-dilation-groups-adam",
          "conv-transpose-autoencoder-adamax",
          "lstm-last-adam",
          "resnet-block-nesterov",
          "two-inputs-two-losses-adam");

  static Stream<Arguments> cases() {
    return EngineUnderTest.ownChoice()
        .flatMap(engine -> Golden.ofGraphs().stream().map(golden -> of(engine, golden)));
  }

  static Stream<Arguments> forcedCases() {
    List<RecordedTrajectory> recorded =
        Golden.ofGraphs().stream().filter(golden -> FORCED.contains(golden.name())).toList();
    assertThat(recorded).hasSize(FORCED.size());
    return Stream.concat(EngineUnderTest.gpuBodies().stream(), EngineUnderTest.tensor().stream())
        .flatMap(engine -> recorded.stream().map(golden -> of(engine, golden)));
  }

  static List<RecordedTrajectory> recorded() {
    return Golden.ofGraphsWithFurther();
  }

  private static Arguments of(EngineUnderTest engine, RecordedTrajectory golden) {
    return Arguments.of(engine, Named.of(golden.name(), golden));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void everyEngineFollows(EngineUnderTest engine, RecordedTrajectory golden) {
    if (golden.accumulate() == 1) {
      TrajectoriesTest.follows(engine, golden, Compiler.fusing());
      return;
    }
    // A step of several plans is a trainer's; it opens the device once more, by the same settings.
    try (EngineUnderTest.Open open = engine.open()) {
      String id = open.device().description().id();
      requirePassed(Replay.of(golden, DeviceSettings.none(), DevicePolicy.named(id)));
    }
  }

  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("forcedCases")
  void forcedBodiesFollow(EngineUnderTest engine, RecordedTrajectory golden) {
    TrajectoriesTest.follows(engine, golden, Compiler.fusing());
  }

  /** Through a trainer: with accumulation, training mode for the first outputs, and evaluation. */
  @ParameterizedTest
  @MethodSource("recorded")
  void aTrainerFollowsOnTheJvmEngine(RecordedTrajectory golden) {
    requirePassed(Replay.of(golden, DeviceSettings.none(), DevicePolicy.jvm()));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  @RequiresOpenCl
  void aTrainerFollowsOnOpenCl(RecordedTrajectory golden) {
    requirePassed(Replay.of(golden, DeviceSettings.none(), DevicePolicy.opencl()));
  }

  private static void requirePassed(Replay replay) {
    assertThat(replay.comparisons()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(replay.comparisons().stream().filter(c -> !c.passed())).isEmpty();
  }
}
