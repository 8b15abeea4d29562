package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.metric.Metrics;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Goal;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figure that decides which state is the best: seven steps an epoch. */
class MonitorTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);
  private static final ArrayDataSet CONTRARY = Trainers.contrary(VALIDATION);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @TempDir private Path folder;

  private Checkpoint file(String name) {
    return Checkpoint.load(folder.resolve(name + ".safetensors"));
  }

  private static Fit fit() {
    return Fit.epochs(8).batchSize(16).shuffle();
  }

  @Test
  void ofAMetricTheBestIsTheMostWhereThatIsTheGoal() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      ValidatedStates states = new ValidatedStates(trainer);
      TrainingReport report =
          trainer.fit(
              DATA,
              fit()
                  .validation(CONTRARY)
                  .metrics(Metrics.mse())
                  .monitor("mse", Goal.MAXIMIZE)
                  .patience(9)
                  .checkpoints(folder)
                  .listener(states));
      EpochReport best = report.epochs().get(report.bestEpoch().getAsInt() - 1);
      assertThat(report.epochs())
          .allSatisfy(e -> assertThat(e.figure("mse")).isLessThanOrEqualTo(best.figure("mse")));
      // By the validation loss it would be the first.
      assertThat(best.epoch()).isGreaterThan(1);
      assertThat(report.bestStep()).hasValue(best.step());
      assertThat(Trainers.state(trainer)).isEqualTo(states.at(best.step()));
      assertThat(file("best").step()).isEqualTo(best.step());
      assertThat(file("last").step()).isEqualTo(56);
    }
  }

  @Test
  void patienceCountsByTheMonitoredFigure() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report =
          trainer.fit(DATA, fit().validation(CONTRARY).monitor("loss", Goal.MAXIMIZE).patience(2));
      assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
      assertThat(report.bestEpoch()).hasValue(1);
      assertThat(report.epochs()).hasSize(3);
    }
  }

  @Test
  void theTrainingLossNeedsNoValidationData() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report =
          trainer.fit(DATA, fit().monitor("loss", Goal.MINIMIZE).patience(8).checkpoints(folder));
      EpochReport best = report.epochs().get(report.bestEpoch().getAsInt() - 1);
      assertThat(report.epochs())
          .allSatisfy(e -> assertThat(e.loss()).isGreaterThanOrEqualTo(best.loss()));
      assertThat(file("best").step()).isEqualTo(best.step());
    }
  }

  @Test
  void anEqualFigureIsNoImprovement() {
    // A rate of nothing: the validation loss is the same after each epoch.
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      float[] predicted = trainer.predict(VALIDATION).floats();
      ArrayDataSet known =
          ArrayDataSet.of(DATA.inputShape(), VALIDATION.inputs(), DATA.targetShape(), predicted);
      TrainingReport report =
          trainer.fit(
              known, Fit.epochs(9).validation(known).monitor("loss", Goal.MINIMIZE).patience(2));
      assertThat(report.epochs()).extracting(EpochReport::loss).containsOnly(0.0);
      assertThat(report.bestEpoch()).hasValue(1);
      assertThat(report.epochs()).hasSize(3);
    }
  }

  @Test
  void aFigureThatNoReportWillHaveIsRefusedWithThoseThatThereWillBe() {
    List<String> begun = new ArrayList<>();
    Listener listener =
        new Listener() {
          @Override
          public void onBegin() {
            begun.add("begun");
          }
        };
    try (Trainer trainer = Trainers.eventful(JVM)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  trainer.fit(
                      DATA,
                      fit()
                          .validation(VALIDATION)
                          .metrics(Metrics.mse(), Metrics.mae())
                          .monitor("acuracy", Goal.MAXIMIZE)
                          .listener(listener)))
          .withMessageStartingWith(
              "The fit monitors 'acuracy', but its reports will have loss, validationLoss, mse,"
                  + " mae;");
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, fit().monitor("validationLoss", Goal.MINIMIZE)))
          .withMessageStartingWith(
              "The fit monitors 'validationLoss', but its reports will have loss;");
    }
    assertThat(begun).isEmpty();
  }

  @Test
  void aResumedRunKeepsItsMonitorUnlessAnotherIsGiven() {
    Fit fit =
        fit().validation(CONTRARY).metrics(Metrics.mse()).monitor("mse", Goal.MAXIMIZE).patience(9);
    Path saved = folder.resolve("saved.safetensors");
    Listener saving = Trainers.atStep(24, control -> control.save(saved));
    TrainingReport whole;
    try (Trainer trainer = Trainers.eventful(JVM)) {
      whole = trainer.fit(DATA, fit.listener(saving));
    }
    Checkpoint checkpoint = Checkpoint.load(saved);
    Fit rest = Fit.resume(checkpoint).validation(CONTRARY);
    try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, rest))
          .withMessageContaining("The fit monitors 'mse', but its reports will have loss");
      TrainingReport report = trainer.fit(DATA, rest.metrics(Metrics.mse()));
      assertThat(report.bestStep()).isEqualTo(whole.bestStep());
    }
    try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
      // Another figure is watched from here on: what was best by the old one is no state to beat.
      TrainingReport report =
          trainer.fit(DATA, rest.monitor("validationLoss", Goal.MINIMIZE).patience(2));
      assertThat(report.bestEpoch().getAsInt()).isGreaterThanOrEqualTo(4);
      assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
    }
  }

  @Test
  void aStateThatWasNoImprovementIsNoneForPatienceThatCountsAnew() {
    Path file = folder.resolve("judged.safetensors");
    try (Trainer trainer = Trainers.eventful(JVM)) {
      Listener saving =
          new Listener() {
            @Override
            public void onValidation(EpochReport report) {
              if (report.epoch() == 2) {
                trainer.save(file);
                throw new IllegalStateException("killed");
              }
            }
          };
      Fit fit = fit().validation(CONTRARY).patience(2).listener(saving);
      assertThatIllegalStateException().isThrownBy(() -> trainer.fit(DATA, fit));
    }
    Checkpoint judged = Checkpoint.load(file);
    try (Trainer trainer = Trainers.restored(judged, JVM)) {
      Fit rest = Fit.resume(judged, 9).validation(CONTRARY).checkpoints(folder);
      TrainingReport report = trainer.fit(DATA, rest);
      assertThat(report.bestStep()).hasValue(7);
      // The judged one, from which it goes on, and patience for two more.
      assertThat(report.epochs()).hasSize(4);
    }
    assertThat(folder.resolve("last.safetensors")).exists();
    assertThat(folder.resolve("best.safetensors")).doesNotExist();
  }
}
