package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation every so many steps: an epoch has seven. */
class ValidationStepsTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);
  private static final ArrayDataSet CONTRARY = Trainers.contrary(VALIDATION);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @TempDir private Path folder;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  private Checkpoint file(String name) {
    return Checkpoint.load(folder.resolve(name + ".safetensors"));
  }

  private static Fit fit() {
    return Fit.epochs(8).batchSize(16).shuffle();
  }

  @Test
  void theModelIsJudgedEverySoManyStepsAndAtTheEnd() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      ValidatedStates states = new ValidatedStates(trainer);
      TrainingReport report =
          trainer.fit(
              DATA,
              Fit.epochs(3)
                  .batchSize(16)
                  .validation(CONTRARY)
                  .validateEverySteps(5)
                  .patience(9)
                  .checkpoints(folder)
                  .listener(states));
      assertThat(states.steps()).containsExactly(5L, 10L, 15L, 20L, 21L);
      assertThat(report.epochs())
          .extracting(e -> e.validationLoss().isPresent())
          .containsExactly(false, false, true);
      assertThat(report.bestEpoch()).hasValue(1);
      assertThat(report.bestStep()).hasValue(5);
      assertThat(Trainers.state(trainer)).isEqualTo(states.at(5L));
      assertThat(file("best").step()).isEqualTo(5);
    }
  }

  @Test
  void aValidationAtTheEndOfAnEpochIsMadeOnce() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      ValidatedStates states = new ValidatedStates(trainer);
      TrainingReport report =
          trainer.fit(
              DATA,
              Fit.steps(28)
                  .batchSize(16)
                  .validation(VALIDATION)
                  .validateEverySteps(7)
                  .listener(states));
      assertThat(states.steps()).containsExactly(7L, 14L, 21L, 28L);
      assertThat(report.epochs()).allSatisfy(e -> assertThat(e.validationLoss()).isPresent());
    }
  }

  @Test
  void validationsWiderApartThanEpochsLeaveEpochsOut() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      ValidatedStates states = new ValidatedStates(trainer);
      trainer.fit(
          DATA,
          Fit.epochs(4)
              .batchSize(16)
              .validation(VALIDATION)
              .validateEverySteps(14)
              .listener(states));
      assertThat(states.steps()).containsExactly(14L, 28L);
    }
  }

  private static Fit impatient() {
    return fit().validation(CONTRARY).validateEverySteps(3).patience(4);
  }

  @Test
  void patienceCountsValidationsAndEndsWithinAnEpoch() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report = trainer.fit(DATA, impatient().checkpoints(folder));
      assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
      assertThat(report.bestStep()).hasValue(3);
      assertThat(report.steps()).isEqualTo(15);
      assertThat(report.epochs()).extracting(EpochReport::samples).containsExactly(100L, 100L, 16L);
      assertThat(trainer.checkpoint().step()).isEqualTo(3);
    }
    // Nothing is left of it to do.
    Checkpoint last = file("last");
    assertThat(last.step()).isEqualTo(15);
    try (Trainer trainer = Trainers.restored(last, JVM)) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(last).validation(CONTRARY));
      assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
      assertThat(report.steps()).isZero();
      assertThat(report.epochs()).hasSize(3);
      assertThat(trainer.checkpoint().step()).isEqualTo(3);
    }
  }

  /** Saved just before a validation, at one, and between: patience ends at the same step. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 7, 9, 11})
  void aRunIsResumedToTheSameValidationsAndTheSameBits(int step) {
    Trainers.State whole;
    TrainingReport wholeReport;
    try (Trainer trainer = Trainers.eventful(JVM)) {
      wholeReport = trainer.fit(DATA, impatient());
      whole = Trainers.state(trainer);
    }
    Path saved = folder.resolve("saved.safetensors");
    try (Trainer trainer = Trainers.eventful(JVM)) {
      trainer.fit(
          DATA, impatient().listener(Trainers.atStep(step, control -> control.save(saved))));
    }
    Checkpoint checkpoint = Checkpoint.load(saved);
    try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(checkpoint).validation(CONTRARY));
      assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
      assertThat(report.steps()).isEqualTo(15 - step);
      assertThat(report.bestStep()).isEqualTo(wholeReport.bestStep());
      assertThat(report.epochs()).extracting(EpochReport::step).containsExactly(7L, 14L, 15L);
      assertThat(report.lastEpoch().loss()).isEqualTo(wholeReport.lastEpoch().loss());
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }

  @Test
  void checkpointsWithinAnEpochKnowTheValidationOfTheirStep() {
    Trainers.State whole;
    try (Trainer trainer = Trainers.eventful(JVM)) {
      trainer.fit(DATA, impatient());
      whole = Trainers.state(trainer);
    }
    try (Trainer trainer = Trainers.eventful(JVM)) {
      trainer.fit(
          DATA,
          impatient()
              .checkpoints(folder)
              .checkpointEverySteps(3)
              .listener(Trainers.atStep(10, control -> trainer.cancel())));
    }
    Checkpoint checkpoint = file("last");
    assertThat(checkpoint.step()).isEqualTo(9);
    try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
      ValidatedStates states = new ValidatedStates(trainer);
      trainer.fit(DATA, Fit.resume(checkpoint).validation(CONTRARY).listener(states));
      assertThat(states.steps()).containsExactly(12L, 15L);
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void validationWithinAnEpochChangesNoBitOfTheTraining(EngineUnderTest engine) {
    List<Trainers.State> states = new ArrayList<>();
    Fit plain = Fit.epochs(2).batchSize(16).shuffle();
    for (Fit fit : List.of(plain, plain.validation(VALIDATION).validateEverySteps(2))) {
      for (boolean streamed : new boolean[] {false, true}) {
        try (Trainer trainer = Trainers.eventful(engine)) {
          trainer.fit(streamed ? Trainers.Streamed.of(DATA) : DATA, fit);
          states.add(Trainers.state(trainer));
        }
      }
    }
    assertThat(states).containsOnly(states.get(0));
  }
}
