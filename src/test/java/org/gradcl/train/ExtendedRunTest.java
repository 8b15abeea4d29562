package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.backend.StepState;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedule;
import org.gradcl.optim.Schedules;
import org.gradcl.tensor.Shape;
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

/** A run that goes on to another number of epochs: 100 samples in batches of 16 are seven steps. */
class ExtendedRunTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @TempDir private Path folder;
  private Path file;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @BeforeEach
  void setFile() {
    file = folder.resolve("last.safetensors");
  }

  private static Trainer trainer(EngineUnderTest engine, Schedule schedule) {
    return Trainers.on(engine)
        .seed(42)
        .model(Sequential.of(Dense.of(3, 16, Activations.TANH), Dropout.of(0.2), Dense.of(16, 1)))
        .loss(Losses.meanSquaredError())
        .optimizer(Optimizers.adam(0.02).withSchedule(schedule))
        .build();
  }

  private static Fit fit(int epochs) {
    return Fit.epochs(epochs).batchSize(16).shuffle();
  }

  private static List<Float> learningRates(TrainingReport report) {
    return report.epochs().stream().map(EpochReport::learningRate).toList();
  }

  private TrainingReport extended(Checkpoint checkpoint, int epochs) {
    try (Trainer trainer = Trainers.on(checkpoint.trainer(), JVM).build()) {
      return trainer.fit(DATA, Fit.resume(checkpoint, epochs).checkpoints(folder));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void withAConstantRateItIsTheRunThatWasLongerFromTheBeginning(EngineUnderTest engine) {
    Trainers.State whole;
    try (Trainer trainer = trainer(engine, Schedules.constantly())) {
      trainer.fit(DATA, fit(5));
      whole = Trainers.state(trainer);
    }
    try (Trainer trainer = trainer(engine, Schedules.constantly())) {
      trainer.fit(DATA, fit(3).checkpoints(folder));
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    try (Trainer trainer = Trainers.on(checkpoint.trainer(), engine).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(checkpoint, 5));
      assertThat(report.epochs()).extracting(EpochReport::epoch).containsExactly(1, 2, 3, 4, 5);
      assertThat(report.steps()).isEqualTo(14);
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }

  @Test
  void fromThePresentStepOnTheScheduleIsThatOfTheNewTotal() {
    List<Float> ofFour;
    List<Float> ofTen;
    try (Trainer trainer = trainer(JVM, Schedules.cosine())) {
      ofFour = learningRates(trainer.fit(DATA, fit(4).checkpoints(folder)));
    }
    Checkpoint four = Checkpoint.load(file);
    assertThat(four.totalSteps()).isEqualTo(28);
    try (Trainer trainer = trainer(JVM, Schedules.cosine())) {
      ofTen = learningRates(trainer.fit(DATA, fit(10)));
    }
    List<Float> rates = learningRates(extended(four, 10));
    assertThat(rates.subList(0, 4)).isEqualTo(ofFour);
    assertThat(rates.subList(4, 10)).isEqualTo(ofTen.subList(4, 10));
    assertThat(rates.get(4)).isGreaterThan(rates.get(3));
    assertThat(Checkpoint.load(file).totalSteps()).isEqualTo(70);
    assertThat(Checkpoint.load(file).step()).isEqualTo(70);
  }

  @Test
  void aRunCanBeExtendedAgainAndThenInterruptedAndResumed() {
    try (Trainer trainer = trainer(JVM, Schedules.cosine())) {
      trainer.fit(DATA, fit(1).checkpoints(folder));
    }
    assertThat(extended(Checkpoint.load(file), 2).steps()).isEqualTo(7);
    Checkpoint two = Checkpoint.load(file);
    try (Trainer trainer = Trainers.on(two.trainer(), JVM).build()) {
      Listener cancelling =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              assertThat(event.epochs()).isEqualTo(4);
              if (event.step() == 17) {
                trainer.cancel();
              }
            }
          };
      trainer.fit(DATA, Fit.resume(two, 4).listener(cancelling));
      trainer.save(file);
    }
    Checkpoint stopped = Checkpoint.load(file);
    assertThat(stopped.totalSteps()).isEqualTo(28);
    try (Trainer trainer = Trainers.on(stopped.trainer(), JVM).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(stopped));
      assertThat(report.steps()).isEqualTo(11);
      assertThat(report.epochs()).hasSize(4);
    }
    // In mid-epoch: of the third epoch three steps are made.
    assertThat(extended(stopped, 3).steps()).isEqualTo(4);
    assertThat(Checkpoint.load(file).totalSteps()).isEqualTo(21);
  }

  @Test
  void patienceCountsFromHereOnAndTheBestStaysToBeBeaten() {
    ArrayDataSet contrary = contrary();
    Fit impatient = fit(10).patience(2).validation(contrary);
    try (Trainer trainer = trainer(JVM, Schedules.constantly())) {
      TrainingReport report = trainer.fit(DATA, impatient.checkpoints(folder));
      assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
      assertThat(report.epochs()).hasSize(3);
    }
    Checkpoint stopped = Checkpoint.load(file);
    for (int epochs : new int[] {10, 20}) {
      try (Trainer trainer = Trainers.on(stopped.trainer(), JVM).build()) {
        TrainingReport report = trainer.fit(DATA, Fit.resume(stopped, epochs).validation(contrary));
        assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
        assertThat(report.epochs()).hasSize(5);
        assertThat(report.bestEpoch()).hasValue(1);
      }
    }
  }

  /** The best state is of before the extension, and what it belongs to is the longer run. */
  @Test
  void aBestStateThatIsRestoredHasTheNewTotal() {
    ArrayDataSet contrary = contrary();
    try (Trainer trainer = trainer(JVM, Schedules.cosine())) {
      trainer.fit(DATA, fit(10).patience(2).validation(contrary).checkpoints(folder));
      assertThat(trainer.checkpoint().step()).isEqualTo(7);
      assertThat(trainer.checkpoint().totalSteps()).isEqualTo(70);
    }
    Checkpoint stopped = Checkpoint.load(file);
    try (Trainer trainer = Trainers.on(stopped.trainer(), JVM).build()) {
      trainer.fit(DATA, Fit.resume(stopped, 20).validation(contrary));
      StepState record = trainer.checkpoint().content().snapshot().step();
      assertThat(record.step()).isEqualTo(7);
      assertThat(record.totalSteps()).isEqualTo(140);
      double ofCosine = 0.02 * (1 + Math.cos(Math.PI * 7 / 140)) / 2;
      assertThat((double) record.learningRate()).isCloseTo(ofCosine, within(1e-9));
    }
  }

  /**
   * Stopped early, a trainer is left with the best state and its run with the epochs that it had:
   * extended from there, that state is trained for the epochs that are left.
   */
  @Test
  void fromATrainersOwnCheckpointARunThatWasStoppedEarlyGoesOnFromItsBestState() {
    ArrayDataSet contrary = contrary();
    try (Trainer trainer = trainer(JVM, Schedules.constantly())) {
      TrainingReport early = trainer.fit(DATA, fit(10).patience(2).validation(contrary));
      assertThat(early.epochs()).extracting(EpochReport::step).containsExactly(7L, 14L, 21L);
      Checkpoint best = trainer.checkpoint();
      assertThat(best.step()).isEqualTo(7);
      TrainingReport report =
          trainer.fit(DATA, Fit.resume(best, 4).validation(contrary).patience(9));
      assertThat(report.epochs()).extracting(EpochReport::step).containsExactly(7L, 14L, 21L, 14L);
      assertThat(report.stopReason()).isEqualTo(StopReason.COMPLETED);
    }
  }

  /** The better the training, the worse it does here: the first epoch is the best. */
  private static ArrayDataSet contrary() {
    ArrayDataSet curve = Trainers.curve(30, 2);
    float[] targets = curve.targets().clone();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = -3 * targets[i];
    }
    return ArrayDataSet.of(Shape.of(3), curve.inputs(), Shape.of(1), targets);
  }

  @Test
  void fewerEpochsThanWereBegunAreRefusedAndAsManyAreNothingToDo() {
    try (Trainer trainer = trainer(JVM, Schedules.cosine())) {
      trainer.fit(DATA, fit(3).checkpoints(folder));
    }
    Checkpoint three = Checkpoint.load(file);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fit.resume(three, 2))
        .withMessage(
            "The run in %s has begun its epoch 3 of 3, so that it can't end after 2; give at least"
                + " 3 epochs, or start a new run",
            file);
    assertThat(extended(three, 3).steps()).isZero();
    try (Trainer trainer = Trainers.on(three.trainer(), JVM).build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.resume(three, Integer.MAX_VALUE)))
          .withMessageContaining("at most 2147483647 steps are possible");
      trainer.save(file);
      Checkpoint noRun = Checkpoint.load(file);
      assertThat(noRun.step()).isEqualTo(21);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Fit.resume(noRun, 7))
          .withMessageContaining("holds no run to resume: it was not saved by a fit");
    }
  }
}
