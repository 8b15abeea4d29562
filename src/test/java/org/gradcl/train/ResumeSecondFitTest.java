package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orders of a fit's epochs follow those of the fits before it, also after a restart. */
class ResumeSecondFitTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final Fit FIRST = Fit.epochs(3).batchSize(16).shuffle();
  private static final Fit SECOND = Fit.epochs(2).batchSize(16).shuffle();

  @TempDir Path folder;

  private static Trainer trained() {
    Trainer trainer = Trainers.eventful(Trainers.onJvm()).build();
    trainer.fit(DATA, FIRST);
    return trainer;
  }

  @Test
  void aSecondFitIsResumedInItsOwnOrder() {
    TrainingReport whole;
    try (Trainer trainer = trained()) {
      whole = trainer.fit(DATA, SECOND);
    }
    Path file = folder.resolve("second.safetensors");
    try (Trainer trainer = trained()) {
      // Seven steps an epoch: step 25 is the fourth of the second fit.
      Listener cancelling =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              if (event.step() == 25) {
                trainer.cancel();
              }
            }
          };
      assertThat(trainer.fit(DATA, SECOND.listener(cancelling)).stopReason())
          .isEqualTo(StopReason.CANCELLED);
      trainer.save(file);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    try (Trainer trainer = checkpoint.trainer().deviceSelector(Trainers.jvmEngine()).build()) {
      TrainingReport resumed = trainer.fit(DATA, Fit.resume(checkpoint));
      assertThat(resumed.epochs().stream().map(EpochReport::loss).toList())
          .isEqualTo(whole.epochs().stream().map(EpochReport::loss).toList())
          .hasSize(2);
    }
  }
}
