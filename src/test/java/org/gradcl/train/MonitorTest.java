package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.metric.Metrics;
import org.gradcl.testing.EngineUnderTest;
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
import org.junit.jupiter.params.provider.ValueSource;

/** By which figure, and how often, a model is judged: seven steps an epoch. */
class MonitorTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @TempDir private Path folder;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  private static Trainer trainer(EngineUnderTest engine) {
    return Trainers.eventful(Trainers.on(engine).seed(42)).build();
  }

  private Checkpoint file(String name) {
    return Checkpoint.load(folder.resolve(name + ".safetensors"));
  }

  /** The better the training, the worse it does here. */
  private static ArrayDataSet contrary() {
    float[] targets = VALIDATION.targets().clone();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = -3 * targets[i];
    }
    return ArrayDataSet.of(
        VALIDATION.inputShape(), VALIDATION.inputs(), VALIDATION.targetShape(), targets);
  }

  private static Fit fit() {
    return Fit.epochs(8).batchSize(16).shuffle();
  }

  /** Keeps the state at each validation, by the steps made. */
  private static final class States implements Listener {
    private final Map<Long, Trainers.State> states = new HashMap<>();
    private final List<Long> steps = new ArrayList<>();
    private Trainer trainer;

    @Override
    public void onValidation(EpochReport report) {
      steps.add(report.step());
      states.put(report.step(), Trainers.state(trainer));
    }
  }

  @Test
  void ofAMetricTheBestIsTheMostWhereThatIsTheGoal() {
    States states = new States();
    try (Trainer trainer = trainer(JVM)) {
      states.trainer = trainer;
      TrainingReport report =
          trainer.fit(
              DATA,
              fit()
                  .validation(contrary())
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
      assertThat(Trainers.state(trainer)).isEqualTo(states.states.get(best.step()));
      assertThat(file("best").step()).isEqualTo(best.step());
      assertThat(file("last").step()).isEqualTo(56);
    }
  }

  @Test
  void patienceCountsByTheMonitoredFigure() {
    try (Trainer trainer = trainer(JVM)) {
      TrainingReport report =
          trainer.fit(
              DATA, fit().validation(contrary()).monitor("loss", Goal.MAXIMIZE).patience(2));
      assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
      assertThat(report.bestEpoch()).hasValue(1);
      assertThat(report.epochs()).hasSize(3);
    }
  }

  @Test
  void theTrainingLossNeedsNoValidationData() {
    try (Trainer trainer = trainer(JVM)) {
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
    try (Trainer trainer = trainer(JVM)) {
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
  void theModelIsJudgedEverySoManyStepsAndAtTheEnd() {
    States states = new States();
    try (Trainer trainer = trainer(JVM)) {
      states.trainer = trainer;
      TrainingReport report =
          trainer.fit(
              DATA,
              Fit.epochs(3)
                  .batchSize(16)
                  .validation(contrary())
                  .validateEverySteps(5)
                  .patience(9)
                  .checkpoints(folder)
                  .listener(states));
      assertThat(states.steps).containsExactly(5L, 10L, 15L, 20L, 21L);
      assertThat(report.epochs())
          .extracting(e -> e.validationLoss().isPresent())
          .containsExactly(false, false, true);
      assertThat(report.bestEpoch()).hasValue(1);
      assertThat(report.bestStep()).hasValue(5);
      assertThat(Trainers.state(trainer)).isEqualTo(states.states.get(5L));
      assertThat(file("best").step()).isEqualTo(5);
    }
  }

  @Test
  void aValidationAtTheEndOfAnEpochIsMadeOnce() {
    States states = new States();
    try (Trainer trainer = trainer(JVM)) {
      states.trainer = trainer;
      TrainingReport report =
          trainer.fit(
              DATA,
              Fit.steps(28)
                  .batchSize(16)
                  .validation(VALIDATION)
                  .validateEverySteps(7)
                  .listener(states));
      assertThat(states.steps).containsExactly(7L, 14L, 21L, 28L);
      assertThat(report.epochs()).allSatisfy(e -> assertThat(e.validationLoss()).isPresent());
    }
  }

  @Test
  void validationsWiderApartThanEpochsLeaveEpochsOut() {
    States states = new States();
    try (Trainer trainer = trainer(JVM)) {
      states.trainer = trainer;
      trainer.fit(
          DATA,
          Fit.epochs(4)
              .batchSize(16)
              .validation(VALIDATION)
              .validateEverySteps(14)
              .listener(states));
      assertThat(states.steps).containsExactly(14L, 28L);
    }
  }

  private static Fit impatient() {
    return fit().validation(contrary()).validateEverySteps(3).patience(4);
  }

  @Test
  void patienceCountsValidationsAndEndsWithinAnEpoch() {
    try (Trainer trainer = trainer(JVM)) {
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
    try (Trainer trainer = Trainers.on(last.trainer(), JVM).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(last).validation(contrary()));
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
    try (Trainer trainer = trainer(JVM)) {
      wholeReport = trainer.fit(DATA, impatient());
      whole = Trainers.state(trainer);
    }
    Path saved = folder.resolve("saved.safetensors");
    try (Trainer trainer = trainer(JVM)) {
      trainer.fit(
          DATA,
          impatient()
              .listener(
                  new Listener() {
                    @Override
                    public void onStep(StepEvent event, FitControl control) {
                      if (event.step() == step) {
                        control.save(saved);
                      }
                    }
                  }));
    }
    Checkpoint checkpoint = Checkpoint.load(saved);
    try (Trainer trainer = Trainers.on(checkpoint.trainer(), JVM).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.resume(checkpoint).validation(contrary()));
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
    try (Trainer trainer = trainer(JVM)) {
      trainer.fit(DATA, impatient());
      whole = Trainers.state(trainer);
    }
    try (Trainer trainer = trainer(JVM)) {
      trainer.fit(
          DATA,
          impatient()
              .checkpoints(folder)
              .checkpointEverySteps(3)
              .listener(
                  new Listener() {
                    @Override
                    public void onStep(StepEvent event, FitControl control) {
                      if (event.step() == 10) {
                        trainer.cancel();
                      }
                    }
                  }));
    }
    Checkpoint checkpoint = file("last");
    assertThat(checkpoint.step()).isEqualTo(9);
    try (Trainer trainer = Trainers.on(checkpoint.trainer(), JVM).build()) {
      States states = new States();
      states.trainer = trainer;
      trainer.fit(DATA, Fit.resume(checkpoint).validation(contrary()).listener(states));
      assertThat(states.steps).containsExactly(12L, 15L);
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
        try (Trainer trainer = trainer(engine)) {
          trainer.fit(streamed ? Trainers.Streamed.of(DATA) : DATA, fit);
          states.add(Trainers.state(trainer));
        }
      }
    }
    assertThat(states).containsOnly(states.get(0));
  }

  @Test
  void aResumedRunKeepsItsMonitorUnlessAnotherIsGiven() {
    Fit fit =
        fit()
            .validation(contrary())
            .metrics(Metrics.mse())
            .monitor("mse", Goal.MAXIMIZE)
            .patience(9);
    Path saved = folder.resolve("saved.safetensors");
    Listener saving =
        new Listener() {
          @Override
          public void onStep(StepEvent event, FitControl control) {
            if (event.step() == 24) {
              control.save(saved);
            }
          }
        };
    TrainingReport whole;
    try (Trainer trainer = trainer(JVM)) {
      whole = trainer.fit(DATA, fit.listener(saving));
    }
    Checkpoint checkpoint = Checkpoint.load(saved);
    Fit rest = Fit.resume(checkpoint).validation(contrary());
    try (Trainer trainer = Trainers.on(checkpoint.trainer(), JVM).build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, rest))
          .withMessageContaining("The fit monitors 'mse', but its reports will have loss");
      TrainingReport report = trainer.fit(DATA, rest.metrics(Metrics.mse()));
      assertThat(report.bestStep()).isEqualTo(whole.bestStep());
    }
    try (Trainer trainer = Trainers.on(checkpoint.trainer(), JVM).build()) {
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
    try (Trainer trainer = trainer(JVM)) {
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
      Fit fit = fit().validation(contrary()).patience(2).listener(saving);
      assertThatIllegalStateException().isThrownBy(() -> trainer.fit(DATA, fit));
    }
    Checkpoint judged = Checkpoint.load(file);
    try (Trainer trainer = Trainers.on(judged.trainer(), JVM).build()) {
      Fit rest = Fit.resume(judged, 9).validation(contrary()).checkpoints(folder);
      TrainingReport report = trainer.fit(DATA, rest);
      assertThat(report.bestStep()).hasValue(7);
      // The judged one, from which it goes on, and patience for two more.
      assertThat(report.epochs()).hasSize(4);
    }
    assertThat(folder.resolve("last.safetensors")).exists();
    assertThat(folder.resolve("best.safetensors")).doesNotExist();
  }
}
