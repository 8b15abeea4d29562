package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run interrupted after its best epoch keeps patience and best weights when it goes on. */
class ResumeEarlyStoppingTest {
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);

  @TempDir private Path folder;

  /** The better the training, the worse it does here: the first epoch is the best. */
  private static ArrayDataSet contrary() {
    ArrayDataSet curve = Trainers.curve(30, 2);
    float[] targets = curve.targets().clone();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = -3 * targets[i];
    }
    return ArrayDataSet.of(Shape.of(3), curve.inputs(), Shape.of(1), targets);
  }

  private static Trainer trainer() {
    return Trainers.eventful(Trainers.on(JVM).seed(42)).build();
  }

  private static Fit fit() {
    return Fit.epochs(10).batchSize(16).shuffle().patience(3).validation(contrary());
  }

  @Test
  void theBestBeforeTheInterruptionIsRestoredAtTheSameEnd() {
    Trainers.State whole;
    TrainingReport wholeReport;
    try (Trainer trainer = trainer()) {
      wholeReport = trainer.fit(DATA, fit());
      whole = Trainers.state(trainer);
    }
    assertThat(wholeReport.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
    assertThat(wholeReport.epochs()).hasSize(4);
    assertThat(wholeReport.bestEpoch()).hasValue(1);
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = trainer()) {
      Listener cancelling =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              if (event.step() == 17) { // of seven steps an epoch: in the third
                trainer.cancel();
              }
            }
          };
      trainer.fit(DATA, fit().listener(cancelling));
      trainer.save(file);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    try (Trainer trainer = Trainers.on(checkpoint.trainer(), JVM).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(checkpoint).validation(contrary()));
      assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
      assertThat(report.epochs()).hasSize(4);
      assertThat(report.bestEpoch()).hasValue(1);
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }
}
