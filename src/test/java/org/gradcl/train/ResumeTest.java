package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.UnsupportedBySourceException;
import org.gradcl.metric.Metrics;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was interrupted and resumed is the run that never was. */
class ResumeTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @TempDir Path folder;
  private Path file;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @BeforeEach
  void setFile() {
    file = folder.resolve("run.safetensors");
  }

  private static Fit fit() {
    return Fit.epochs(5)
        .batchSize(16)
        .shuffle()
        .patience(2)
        .validation(VALIDATION)
        .metrics(Metrics.rmse());
  }

  /** Everything about an epoch but the time. */
  private static List<String> history(TrainingReport report) {
    return report.epochs().stream()
        .map(
            e ->
                String.join(
                    " ",
                    "" + e.epoch(),
                    "" + e.step(),
                    "" + e.loss(),
                    "" + e.validationLoss(),
                    "" + e.metrics(),
                    "" + e.learningRate()))
        .toList();
  }

  /** Trains and is cancelled after so many steps. */
  private void interrupt(EngineUnderTest engine, int steps) {
    try (Trainer trainer = Trainers.eventful(engine)) {
      TrainingReport report =
          trainer.fit(DATA, fit().listener(Trainers.atStep(steps, control -> trainer.cancel())));
      assertThat(report.stopReason()).isEqualTo(StopReason.CANCELLED);
      assertThat(report.steps()).isEqualTo(steps);
      trainer.save(file);
    }
  }

  private static Fit resumed(Checkpoint checkpoint) {
    return Fit.resume(checkpoint).validation(VALIDATION).metrics(Metrics.rmse());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void resumedInMidEpochGivesTheSameBits(EngineUnderTest engine) {
    Trainers.State whole;
    TrainingReport wholeReport;
    try (Trainer trainer = Trainers.eventful(engine)) {
      wholeReport = trainer.fit(DATA, fit());
      whole = Trainers.state(trainer);
    }
    // Seven steps an epoch, the last with four samples: step 17 is the third of the third epoch.
    interrupt(engine, 17);
    Checkpoint checkpoint = Checkpoint.load(file);
    try (Trainer trainer = Trainers.restored(checkpoint, engine)) {
      TrainingReport report = trainer.fit(DATA, resumed(checkpoint));
      assertThat(history(report)).isEqualTo(history(wholeReport)).isNotEmpty();
      assertThat(report.stopReason()).isEqualTo(wholeReport.stopReason());
      assertThat(report.bestEpoch()).isEqualTo(wholeReport.bestEpoch());
      assertThat(report.steps()).isEqualTo(wholeReport.steps() - 17);
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }

  @Test
  void checkpointsInMidEpochDoNotDisturbTheRunAndCanBeResumed() throws Exception {
    Trainers.State whole;
    try (Trainer trainer = Trainers.eventful(JVM)) {
      trainer.fit(DATA, fit());
      whole = Trainers.state(trainer);
    }
    Path last = folder.resolve("last.safetensors");
    try (Trainer trainer = Trainers.eventful(JVM)) {
      trainer.fit(
          DATA,
          fit()
              .checkpoints(folder)
              .checkpointEverySteps(5)
              .listener(Trainers.atStep(11, control -> copy(last, file))));
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    assertThat(checkpoint.step()).isEqualTo(10);
    assertThat(checkpoint.history()).hasSize(1);
    try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
      trainer.fit(DATA, resumed(checkpoint));
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("best.safetensors", "last.safetensors", "run.safetensors");
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aFinishedRunResumesToItsEnd() {
    Trainers.State whole;
    TrainingReport wholeReport;
    try (Trainer trainer = Trainers.eventful(JVM)) {
      wholeReport = trainer.fit(DATA, fit());
      trainer.save(file);
      whole = Trainers.state(trainer);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
      TrainingReport report = trainer.fit(DATA, resumed(checkpoint));
      assertThat(report.steps()).isZero();
      assertThat(history(report)).isEqualTo(history(wholeReport));
      assertThat(report.stopReason()).isEqualTo(wholeReport.stopReason());
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }

  @Test
  void theTotalOfStepsIsKept() {
    interrupt(JVM, 10);
    Checkpoint checkpoint = Checkpoint.load(file);
    assertThat(checkpoint.totalSteps()).isEqualTo(35);
    try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
      trainer.fit(DATA, resumed(checkpoint));
      assertThat(trainer.checkpoint().totalSteps()).isEqualTo(35);
    }
  }

  @Test
  void aSecondFitCountsOnFromTheFirst() {
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).build()) {
      TrainingReport first = trainer.fit(DATA, Fit.epochs(2).batchSize(16).shuffle());
      TrainingReport second = trainer.fit(DATA, Fit.epochs(1).batchSize(16).shuffle());
      assertThat(trainer.checkpoint().step()).isEqualTo(21);
      assertThat(trainer.checkpoint().totalSteps()).isEqualTo(21);
      assertThat(second.lastEpoch().step()).isEqualTo(21);
      assertThat(first.lastEpoch().learningRate()).isPositive();
      assertThat(second.steps()).isEqualTo(7);
    }
  }

  @Test
  void aSourceThatCannotSeekRefusesInMidEpochAlone() {
    interrupt(JVM, 17);
    Checkpoint middle = Checkpoint.load(file);
    try (Trainer trainer = Trainers.restored(middle, JVM)) {
      assertThatThrownBy(() -> trainer.fit(Trainers.Streamed.of(DATA), resumed(middle)))
          .isInstanceOf(UnsupportedBySourceException.class)
          .hasMessageContainingAll("within an epoch", "the source Streamed", "cannot seek");
    }
    interrupt(JVM, 14);
    Checkpoint end = Checkpoint.load(file);
    try (Trainer trainer = Trainers.restored(end, JVM)) {
      TrainingReport report = trainer.fit(Trainers.Streamed.of(DATA), resumed(end));
      assertThat(report.epochs().size()).isGreaterThan(2);
    }
  }

  @Test
  void otherDataOrSettingsAreRefused() {
    interrupt(JVM, 10);
    Checkpoint checkpoint = Checkpoint.load(file);
    assertThatIllegalStateException()
        .isThrownBy(() -> Fit.resume(checkpoint).batchSize(8))
        .withMessageContaining("batch size of the run that is resumed is 16")
        .withMessageContaining("become 8");
    try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.fit(VALIDATION, resumed(checkpoint)))
          .withMessageContaining("100 samples")
          .withMessageContaining("30");
    }
    try (Trainer trainer = Trainers.plain(Trainers.on(JVM)).build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, resumed(checkpoint)))
          .withMessageContaining("dropout 0.2")
          .withMessageContaining("run.safetensors");
      trainer.save(file);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fit.resume(Checkpoint.load(file)))
        .withMessageContaining("holds no run to resume: it was not saved by a fit");
  }

  @Test
  void aResumeThatIsRefusedChangesNothing() {
    interrupt(JVM, 10);
    Checkpoint checkpoint = Checkpoint.load(file);
    try (Trainer trainer = Trainers.eventful(JVM)) {
      Trainers.State before = Trainers.state(trainer);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.fit(VALIDATION, resumed(checkpoint)));
      assertThatThrownBy(() -> trainer.fit(Trainers.Streamed.of(DATA), resumed(checkpoint)))
          .isInstanceOf(UnsupportedBySourceException.class);
      assertThat(Trainers.state(trainer)).isEqualTo(before);
      assertThat(trainer.checkpoint().resumable()).isFalse();
    }
  }

  @Test
  void timeBetweenACancelledFitAndItsSavingIsNotTimeOfTheRun() {
    long[] now = {0};
    try (Trainer trainer = Trainers.plain(Trainers.on(JVM).clock(() -> now[0])).build()) {
      TrainingReport report =
          trainer.fit(
              DATA,
              Fit.epochs(2)
                  .batchSize(50)
                  .listener(
                      new Listener() {
                        @Override
                        public void onStep(StepEvent event, FitControl control) {
                          now[0] += 1_000_000_000L;
                          if (event.step() == 3) {
                            trainer.cancel();
                          }
                        }
                      }));
      assertThat(report.seconds()).isEqualTo(3);
      now[0] += 3_600_000_000_000L;
      trainer.save(file);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    try (Trainer trainer = Trainers.on(checkpoint.trainer().clock(() -> 0), JVM).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(checkpoint));
      assertThat(report.epochs()).extracting(EpochReport::seconds).containsExactly(2.0, 3.0);
    }
  }

  @Test
  void aReportCountsItsOwnCallAndTheHistoryTheWholeRun() {
    long[] now = {0};
    Checkpoint[] checkpoint = new Checkpoint[1];
    try (Trainer trainer =
        Trainers.plain(Trainers.onJvm().clock(() -> now[0] += 1_000_000_000L)).build()) {
      Listener cancelling = Trainers.atStep(30, control -> trainer.cancel());
      TrainingReport first = trainer.fit(DATA, Fit.epochs(40).batchSize(50).listener(cancelling));
      checkpoint[0] = trainer.checkpoint();
      assertThat(first.steps()).isEqualTo(30);
      TrainingReport rest = trainer.fit(DATA, Fit.resume(checkpoint[0]));
      List<EpochReport> epochs = rest.epochs();
      assertThat(epochs).hasSize(40);
      assertThat(rest.steps()).isEqualTo(epochs.get(39).step() - 30);
      assertThat(rest.samples()).isEqualTo(40 * DATA.samples() - first.samples());
      assertThat(epochs).extracting(EpochReport::seconds).isSorted();
      // The clock moves at every look: the whole run is both calls, up to a few looks.
      assertThat(first.seconds() + rest.seconds()).isCloseTo(epochs.get(39).seconds(), within(5.0));
      assertThat(first.seconds()).isGreaterThan(20);
    }
  }
}
