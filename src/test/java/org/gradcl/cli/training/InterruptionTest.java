package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.train.Fit;
import org.gradcl.train.Trainer;
import org.gradcl.train.report.StopReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done where Ctrl-C comes. */
class InterruptionTest {
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFitThatHasNotBegunYetIsCancelledAsWell() throws Exception {
    Interruption interruption = new Interruption();
    Thread end = new Thread(interruption::end);
    ArrayDataSet samples = ArrayDataSet.of(new float[][] {{1}}, new float[][] {{2}});
    StopReason reason;
    try (Trainer trainer =
        Trainer.builder()
            .model(Sequential.of(Dense.of(1, 1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .device(DevicePolicy.jvm())
            .build()) {
      reason =
          Interruption.cancels(
              trainer,
              ending -> {
                assertThat(ending.getAsBoolean()).isFalse();
                end.start();
                while (end.getState() != Thread.State.TIMED_WAITING) {
                  Thread.onSpinWait();
                }
                assertThat(ending.getAsBoolean()).isTrue();
                return trainer.fit(samples, Fit.epochs(1_000_000_000)).stopReason();
              });
    } finally {
      interruption.over();
    }
    end.join();
    assertThat(reason).isEqualTo(StopReason.CANCELLED);
  }
}
