package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.api.Test;

/** Settings of a fit and of a trainer that contradict each other. */
class FitSettingsTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

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

  @Test
  void aResumedRunKeepsTheSettingsThatItHadNot() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(DATA, Fit.epochs(1).validation(DATA));
      Fit rest = Fit.resume(trainer.checkpoint()).validation(DATA);
      assertThatIllegalStateException()
          .isThrownBy(() -> rest.patience(3))
          .withMessage(
              "The patience was set to 0 (perhaps by the checkpoint) and then to 3; set it once");
      assertThatIllegalStateException()
          .isThrownBy(rest::shuffle)
          .withMessageContaining("shuffling was set to false (perhaps by the checkpoint)");
      assertThat(trainer.fit(DATA, rest).steps()).isZero();
      assertThat(trainer.fit(DATA, Fit.resume(trainer.checkpoint())).steps()).isZero();
    }
  }

  @Test
  void aTotalOfStepsOtherThanTheCheckpointsIsRefused() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).totalSteps(10).build()) {
      Checkpoint checkpoint = trainer.checkpoint();
      assertThatIllegalStateException()
          .isThrownBy(() -> Trainers.on(checkpoint.trainer(), JVM).totalSteps(500).build())
          .withMessageContainingAll("total steps", "'10'", "'500'");
      Trainers.on(checkpoint.trainer(), JVM).totalSteps(10).build().close();
    }
  }

  @Test
  void aRunOfMoreStepsThanCanBeCountedIsRefused() {
    for (long samples : new long[] {1L << 40, 1L << 62, Long.MAX_VALUE}) {
      BatchSource endless = Trainers.Sized.of(DATA, samples);
      try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> trainer.fit(endless, Fit.epochs(1000)))
            .withMessageContainingAll("1000 epochs", "at most 2147483647");
      }
    }
  }

  @Test
  void aFitOfAnotherTotalThanTheBuilderWasToldIsRefusedNamingBoth() {
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).totalSteps(1000).build()) {
      Trainers.State before = Trainers.state(trainer);
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(2).batchSize((int) DATA.samples())))
          .withMessageContainingAll("1000 steps", "there will be 2", "totalSteps");
      assertThat(Trainers.state(trainer)).isEqualTo(before);
    }
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).totalSteps(2).build()) {
      assertThat(trainer.fit(DATA, Fit.epochs(2).batchSize((int) DATA.samples())).steps())
          .isEqualTo(2);
      Checkpoint checkpoint = trainer.checkpoint();
      try (Trainer other = Trainers.eventful(Trainers.onJvm()).totalSteps(7).build()) {
        assertThatIllegalStateException()
            .isThrownBy(() -> other.fit(DATA, Fit.resume(checkpoint)))
            .withMessageContainingAll("7 steps", "there will be 2");
      }
    }
  }
}
