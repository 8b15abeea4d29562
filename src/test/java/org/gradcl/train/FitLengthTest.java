package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a fit is: 100 samples in batches of 16 are seven steps, the last of four samples. */
class FitLengthTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @TempDir private Path folder;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  private Checkpoint last() {
    return Checkpoint.load(folder.resolve("last.safetensors"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void asManyStepsAsSomeEpochsHaveAreThoseEpochs(EngineUnderTest engine) {
    List<Trainers.State> states = new ArrayList<>();
    for (Fit fit : List.of(Fit.epochs(3), Fit.steps(21))) {
      try (Trainer trainer = Trainers.eventful(engine)) {
        TrainingReport report = trainer.fit(DATA, fit.batchSize(16).shuffle());
        assertThat(report.stopReason()).isEqualTo(StopReason.COMPLETED);
        assertThat(report.epochs()).hasSize(3);
        states.add(Trainers.state(trainer));
      }
    }
    assertThat(states.get(1)).isEqualTo(states.get(0));
  }

  @Test
  void theLastEpochIsCutShortAndReported() {
    List<StepEvent> events = new ArrayList<>();
    try (Trainer trainer = Trainers.eventful(JVM)) {
      Listener noting =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              events.add(event);
            }
          };
      TrainingReport report =
          trainer.fit(
              DATA,
              Fit.steps(10)
                  .batchSize(16)
                  .validation(VALIDATION)
                  .checkpoints(folder)
                  .listener(noting));
      assertThat(report.steps()).isEqualTo(10);
      assertThat(report.samples()).isEqualTo(148);
      assertThat(report.epochs()).extracting(EpochReport::epoch).containsExactly(1, 2);
      assertThat(report.epochs()).extracting(EpochReport::step).containsExactly(7L, 10L);
      assertThat(report.epochs()).extracting(EpochReport::samples).containsExactly(100L, 48L);
      assertThat(report.lastEpoch().validationLoss()).hasValue(trainer.evaluate(VALIDATION).loss());
      assertThat(trainer.checkpoint().totalSteps()).isEqualTo(10);
    }
    assertThat(events).hasSize(10).extracting(StepEvent::epochs).containsOnly(2);
    assertThat(last().step()).isEqualTo(10);
    assertThat(last().history()).hasSize(2);
    try (Trainer trainer = Trainers.restored(last(), JVM)) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(last()).validation(VALIDATION));
      assertThat(report.steps()).isZero();
      assertThat(report.epochs()).hasSize(2);
    }
  }

  @Test
  void fewerStepsThanAnEpochHasAreOneEpochCutShort() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report = trainer.fit(Trainers.Streamed.of(DATA), Fit.steps(1).batchSize(16));
      assertThat(report.steps()).isEqualTo(1);
      assertThat(report.lastEpoch().samples()).isEqualTo(16);
      assertThat(report.lastEpoch().loss()).isFinite();
    }
  }

  /** The schedule of the total, the order of each pass: all as without the interruption. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aRunOfStepsThatWasCancelledIsResumedToTheSameBits(EngineUnderTest engine) {
    Trainers.State whole;
    try (Trainer trainer = Trainers.eventful(engine)) {
      trainer.fit(DATA, Fit.steps(17).batchSize(16).shuffle());
      whole = Trainers.state(trainer);
    }
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = Trainers.eventful(engine)) {
      trainer.fit(
          DATA,
          Fit.steps(17)
              .batchSize(16)
              .shuffle()
              .listener(Trainers.atStep(9, c -> trainer.cancel())));
      trainer.save(file);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    assertThat(checkpoint.step()).isEqualTo(9);
    try (Trainer trainer = Trainers.restored(checkpoint, engine)) {
      assertThat(trainer.fit(DATA, Fit.resume(checkpoint)).steps()).isEqualTo(8);
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }

  @Test
  void theNextFitDoesNotBeginWithTheOrderOfAPassThatWasCutShort() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      trainer.fit(DATA, Fit.steps(3).batchSize(16).shuffle());
      Trainers.State three = Trainers.state(trainer);
      trainer.fit(DATA, Fit.steps(3).batchSize(16).shuffle());
      assertThat(trainer.checkpoint().content().progress().orElseThrow().passesBefore())
          .isEqualTo(1);
      assertThat(Trainers.state(trainer)).isNotEqualTo(three);
    }
  }

  @Test
  void moreStepsThanCanBeCountedAreRefused() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.steps(1L << 40)))
          .withMessageContainingAll("1099511627776 steps", "at most 2147483647");
    }
  }

  @Test
  void aBatchThatIsNotFullCanBeLeftOut() {
    for (BatchSource source : List.of(DATA, Trainers.Streamed.of(DATA))) {
      try (Trainer trainer = Trainers.eventful(JVM)) {
        TrainingReport report = trainer.fit(source, Fit.epochs(2).batchSize(16).dropLast());
        assertThat(report.steps()).isEqualTo(12);
        assertThat(report.samples()).isEqualTo(192);
        assertThat(report.epochs()).extracting(EpochReport::samples).containsOnly(96L);
        // The schedule counts the steps that there are.
        assertThat(trainer.checkpoint().totalSteps()).isEqualTo(12);
      }
    }
  }

  @Test
  void whereAllBatchesAreFullNoneIsLeftOut() {
    List<Trainers.State> states = new ArrayList<>();
    Fit fit = Fit.epochs(2).batchSize(20).shuffle();
    for (Fit one : List.of(fit, fit.dropLast())) {
      try (Trainer trainer = Trainers.eventful(JVM)) {
        assertThat(trainer.fit(DATA, one).steps()).isEqualTo(10);
        states.add(Trainers.state(trainer));
      }
    }
    assertThat(states.get(1)).isEqualTo(states.get(0));
  }

  @Test
  void anEpochWithoutAFullBatchIsRefused() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(1).batchSize(101).dropLast()))
          .withMessage(
              "The data has 100 samples, a batch 101, and a batch that is not full is left out, so"
                  + " that none is left; use a batch size of at most 100, or leave out dropLast");
      assertThat(trainer.fit(DATA, Fit.epochs(1).batchSize(100).dropLast()).steps()).isEqualTo(1);
    }
  }

  @Test
  void aRunThatDropsBatchesIsResumedWithinAnEpochToTheSameBits() {
    Trainers.State whole;
    try (Trainer trainer = Trainers.eventful(JVM)) {
      trainer.fit(DATA, Fit.epochs(3).batchSize(16).shuffle().dropLast());
      whole = Trainers.state(trainer);
    }
    for (int step : new int[] {5, 6, 8, 18}) {
      Path file = folder.resolve(step + ".safetensors");
      try (Trainer trainer = Trainers.eventful(JVM)) {
        trainer.fit(
            DATA,
            Fit.epochs(3)
                .batchSize(16)
                .shuffle()
                .dropLast()
                .listener(Trainers.atStep(step, c -> c.save(file))));
      }
      Checkpoint checkpoint = Checkpoint.load(file);
      try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
        TrainingReport report = trainer.fit(DATA, Fit.resume(checkpoint).dropLast());
        assertThat(report.steps()).isEqualTo(18 - step);
        assertThat(report.epochs()).hasSize(3);
        assertThat(Trainers.state(trainer)).isEqualTo(whole);
      }
    }
  }

  /** A clock that goes on by a second whenever it is read. */
  private static TrainerBuilder ticking(TrainerBuilder builder) {
    long[] now = {0};
    return builder.clock(() -> now[0] += 1_000_000_000L);
  }

  @Test
  void aFitEndsWhenItsTimeIsOverAndGoesOnToTheSameBits() {
    Trainers.State whole;
    try (Trainer trainer = Trainers.eventful(JVM)) {
      trainer.fit(DATA, Fit.epochs(4).batchSize(16).shuffle());
      whole = Trainers.state(trainer);
    }
    Fit fit = Fit.epochs(4).batchSize(16).shuffle().checkpoints(folder);
    try (Trainer trainer = ticking(Trainers.eventful(Trainers.on(JVM).seed(42))).build()) {
      TrainingReport report = trainer.fit(DATA, fit.timeLimit(Duration.ofSeconds(21)));
      assertThat(report.stopReason()).isEqualTo(StopReason.TIME_LIMIT);
      assertThat(report.steps()).isBetween(8L, 13L);
      assertThat(report.epochs()).hasSize(2);
      assertThat(report.lastEpoch().samples()).isEqualTo((report.steps() - 7) * 16);
      assertThat(last().step()).isEqualTo(report.steps());
      assertThat(last().history()).hasSize(1);
    }
    Checkpoint checkpoint = last();
    try (Trainer trainer = ticking(Trainers.on(checkpoint.trainer(), JVM)).build()) {
      // The limit is this call's.
      TrainingReport rest =
          trainer.fit(DATA, Fit.resume(checkpoint).timeLimit(Duration.ofHours(1)));
      assertThat(rest.stopReason()).isEqualTo(StopReason.COMPLETED);
      assertThat(rest.epochs()).hasSize(4).extracting(EpochReport::samples).containsOnly(100L);
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }

  @Test
  void oneStepIsMadeHoweverShortTheTime() {
    try (Trainer trainer = ticking(Trainers.plain(Trainers.onJvm())).build()) {
      TrainingReport report =
          trainer.fit(DATA, Fit.epochs(9).batchSize(16).timeLimit(Duration.ofNanos(1)));
      assertThat(report.stopReason()).isEqualTo(StopReason.TIME_LIMIT);
      assertThat(report.steps()).isEqualTo(1);
    }
  }

  @Test
  void aFitThatIsCompleteInTimeIsComplete() {
    try (Trainer trainer = ticking(Trainers.plain(Trainers.onJvm())).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.steps(1).timeLimit(Duration.ofNanos(1)));
      assertThat(report.stopReason()).isEqualTo(StopReason.COMPLETED);
    }
  }
}
