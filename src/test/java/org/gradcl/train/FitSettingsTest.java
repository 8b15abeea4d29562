package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.gradcl.data.ArrayDataSet;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.junit.jupiter.api.Test;

/** Settings of a fit and of a trainer that contradict each other. */
class FitSettingsTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);

  @Test
  void settingsAreMadeOnce() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Fit.epochs(1).batchSize(128).batchSize(64))
        .withMessage("The batch size was set to 128 and then to 64; set it once");
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainers.onJvm().seed(8))
        .withMessage("The seed was set to 7 and then to 8; set it once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fit.epochs(1).batchSize(0))
        .withMessage("The batch size must be at least 1, found 0");
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainers.onJvm().model(Sequential.of(Dense.of(1, 1))).build())
        .withMessageContaining("missing: loss, optimiser");
  }

  @Test
  void anAttributeThatNoFileCouldHoldIsRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainers.onJvm().attribute("note", "half a pair \ud800"))
        .withMessageContainingAll("'note'", "Unicode");
  }

  @Test
  void settingsThatNeedAnotherAreRefused() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(1).patience(3)))
          .withMessageContaining("patience (3) but no validation data");
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(1).checkpointEverySteps(3)))
          .withMessageContaining("but no checkpoints");
    }
  }
}
