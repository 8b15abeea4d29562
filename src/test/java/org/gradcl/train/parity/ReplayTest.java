package org.gradcl.train.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {
  private static Replay replay(RecordedTrajectory trajectory) {
    return Replay.of(trajectory, DeviceSettings.none(), DevicePolicy.jvm());
  }

  static List<RecordedTrajectory> trajectories() {
    return Golden.withGenerated();
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void theTrainerFollows(RecordedTrajectory trajectory) {
    Replay replay = replay(trajectory);
    assertThat(replay.comparisons()).hasSize(4);
    assertThat(replay.comparisons()).allMatch(Replay.Comparison::passed);
    assertThat(replay.passed()).isTrue();
  }

  @Test
  void aWrongRecordFails() {
    RecordedTrajectory right = Golden.named("mlp-relu-adam");
    double[] losses = right.losses().clone();
    losses[3] *= 1.0001;
    Replay replay =
        replay(
            new RecordedTrajectory(
                right.name(),
                right.step(),
                right.batch(),
                right.accumulate(),
                right.steps(),
                right.initial(),
                right.batches(),
                right.predictions(),
                right.gradients(),
                losses,
                right.parameters(),
                right.parameterTolerance(),
                right.evaluation()));
    assertThat(replay.passed()).isFalse();
    assertThat(replay.comparisons().stream().filter(c -> !c.passed()))
        .extracting(Replay.Comparison::quantity)
        .containsExactly("losses");
    assertThat(new Replay.Comparison("nothing", Double.NaN, 1).passed()).isFalse();
  }
}
