package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Goal;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A listener that stops and saves its fit: seven steps an epoch. */
class FitControlTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @TempDir private Path folder;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  private static Fit fit() {
    return Fit.epochs(3).batchSize(16).shuffle();
  }

  private static Trainers.State whole(EngineUnderTest engine) {
    try (Trainer trainer = Trainers.eventful(engine)) {
      trainer.fit(DATA, fit());
      return Trainers.state(trainer);
    }
  }

  private static Trainers.State resumed(EngineUnderTest engine, Checkpoint checkpoint) {
    try (Trainer trainer = Trainers.restored(checkpoint, engine)) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(checkpoint));
      assertThat(report.stopReason()).isEqualTo(StopReason.COMPLETED);
      assertThat(report.epochs())
          .extracting(EpochReport::samples)
          .containsExactly(100L, 100L, 100L);
      return Trainers.state(trainer);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aFitThatWasStoppedEndsAfterItsStepAndCanGoOn(EngineUnderTest engine) {
    Path saved = folder.resolve("saved.safetensors");
    try (Trainer trainer = Trainers.eventful(engine)) {
      TrainingReport report =
          trainer.fit(
              DATA,
              fit()
                  .validation(VALIDATION)
                  .checkpoints(folder)
                  .listener(Trainers.atStep(10, FitControl::stop)));
      assertThat(report.stopReason()).isEqualTo(StopReason.STOPPED);
      assertThat(report.steps()).isEqualTo(10);
      assertThat(report.epochs()).extracting(EpochReport::step).containsExactly(7L, 10L);
      assertThat(report.lastEpoch().validationLoss()).hasValue(trainer.evaluate(VALIDATION).loss());
      trainer.save(saved);
    }
    Trainers.State whole = whole(engine);
    assertThat(resumed(engine, Checkpoint.load(folder.resolve("last.safetensors"))))
        .isEqualTo(whole);
    assertThat(resumed(engine, Checkpoint.load(saved))).isEqualTo(whole);
  }

  @Test
  void theBestStateThatAStoppedFitRestoresIsNotWhereItsRunGoesOn() {
    Path saved = folder.resolve("saved.safetensors");
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report =
          trainer.fit(
              DATA,
              fit()
                  .monitor("loss", Goal.MAXIMIZE)
                  .patience(5)
                  .checkpoints(folder)
                  .listener(Trainers.atStep(14, FitControl::stop)));
      assertThat(report.bestStep()).hasValue(7);
      trainer.save(saved);
    }
    Checkpoint best = Checkpoint.load(saved);
    assertThat(best.step()).isEqualTo(7);
    assertThat(best.resumable()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fit.resume(best))
        .withMessage(
            "%s holds no run to resume: it was not saved by a fit, or is of the best state that a"
                + " stopped fit restored, from which its run does not go on (from the"
                + " last.safetensors of Fit.checkpoints it does); train on from it with"
                + " Checkpoint.trainer() and a new Fit",
            saved);
    Checkpoint last = Checkpoint.load(folder.resolve("last.safetensors"));
    assertThat(last.step()).isEqualTo(14);
    assertThat(last.resumable()).isTrue();
  }

  @Test
  void stoppedAtTheEndOfAnEpochNothingIsCutShort() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report =
          trainer.fit(
              DATA, fit().checkpoints(folder).listener(Trainers.atStep(14, FitControl::stop)));
      assertThat(report.stopReason()).isEqualTo(StopReason.STOPPED);
      assertThat(report.epochs()).extracting(EpochReport::samples).containsExactly(100L, 100L);
    }
    assertThat(resumed(JVM, Checkpoint.load(folder.resolve("last.safetensors"))))
        .isEqualTo(whole(JVM));
  }

  @Test
  void aFitIsStoppedFromTheEndOfAnEpochToo() {
    AtomicReference<FitControl> kept = new AtomicReference<>();
    Listener listener =
        new Listener() {
          @Override
          public void onStep(StepEvent event, FitControl control) {
            kept.set(control);
          }

          @Override
          public void onEpoch(EpochReport report) {
            kept.get().stop();
          }
        };
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report = trainer.fit(DATA, fit().listener(listener));
      assertThat(report.stopReason()).isEqualTo(StopReason.STOPPED);
      assertThat(report.epochs()).hasSize(1);
      // It is the control of one fit: the next is not stopped by it.
      assertThatIllegalStateException()
          .isThrownBy(() -> kept.get().stop())
          .withMessageContaining("FitControl.stop was called after its fit had ended");
      assertThatIllegalStateException()
          .isThrownBy(() -> kept.get().save(folder.resolve("late.safetensors")))
          .withMessageContaining("FitControl.save was called after its fit had ended");
      assertThat(trainer.fit(DATA, fit()).stopReason()).isEqualTo(StopReason.COMPLETED);
    }
    assertThat(folder.resolve("late.safetensors")).doesNotExist();
  }

  @Test
  void stoppedAtItsLastStepAFitIsComplete() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report =
          trainer.fit(DATA, fit().listener(Trainers.atStep(21, FitControl::stop)));
      assertThat(report.stopReason()).isEqualTo(StopReason.COMPLETED);
      assertThat(report.epochs()).hasSize(3);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void fromWhatItSavesTheRunIsResumedToTheSameBits(EngineUnderTest engine) {
    Trainers.State whole = whole(engine);
    for (int step : new int[] {3, 7, 21}) {
      Path file = folder.resolve(step + ".safetensors");
      try (Trainer trainer = Trainers.eventful(engine)) {
        trainer.fit(DATA, fit().listener(Trainers.atStep(step, control -> control.save(file))));
        assertThat(Trainers.state(trainer)).isEqualTo(whole);
      }
      assertThat(Checkpoint.load(file).step()).isEqualTo(step);
      assertThat(resumed(engine, Checkpoint.load(file))).isEqualTo(whole);
    }
  }

  @Test
  void whatCannotBeSavedEndsTheFit() {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      Path nowhere = folder.resolve("no/such/folder/file.safetensors");
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(
              () ->
                  trainer.fit(
                      DATA, fit().listener(Trainers.atStep(2, control -> control.save(nowhere)))))
          .withMessageContaining("file.safetensors");
    }
  }

  @Test
  void anotherThreadMayStopButNotSave() throws InterruptedException {
    List<Throwable> refused = new ArrayList<>();
    Path file = folder.resolve("saved.safetensors");
    Listener listener =
        Trainers.atStep(
            2,
            control -> {
              Thread other =
                  new Thread(
                      () -> {
                        control.stop();
                        control.save(file);
                      },
                      "other");
              other.setUncaughtExceptionHandler((thread, e) -> refused.add(e));
              other.start();
              try {
                other.join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report = trainer.fit(DATA, fit().listener(listener));
      assertThat(report.steps()).isEqualTo(2);
      assertThat(report.stopReason()).isEqualTo(StopReason.STOPPED);
    }
    assertThat(refused)
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageContaining("called by thread 'other'"));
    assertThat(file).doesNotExist();
  }

  /** The best state is an earlier one, from which the run does not go on: only the file is. */
  @Test
  void stoppedWithPatienceTheBestStateIsRestored() {
    ArrayDataSet contrary = contrary();
    try (Trainer trainer = Trainers.eventful(JVM)) {
      TrainingReport report =
          trainer.fit(
              DATA,
              fit()
                  .validation(contrary)
                  .patience(9)
                  .checkpoints(folder)
                  .listener(Trainers.atStep(17, FitControl::stop)));
      assertThat(report.stopReason()).isEqualTo(StopReason.STOPPED);
      assertThat(report.bestEpoch()).hasValue(1);
      assertThat(report.bestStep()).hasValue(7);
      assertThat(trainer.checkpoint().step()).isEqualTo(7);
      assertThat(trainer.checkpoint().resumable()).isFalse();
    }
    assertThat(Checkpoint.load(folder.resolve("last.safetensors")).step()).isEqualTo(17);
    assertThat(Checkpoint.load(folder.resolve("best.safetensors")).step()).isEqualTo(7);
  }

  private static ArrayDataSet contrary() {
    float[] targets = VALIDATION.targets().clone();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = -3 * targets[i];
    }
    return ArrayDataSet.of(
        VALIDATION.inputShape(), VALIDATION.inputs(), VALIDATION.targetShape(), targets);
  }
}
