package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.NonFiniteLossException;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StepLoss;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loss of each step, heard when it is known. */
class LossListenerTest {
  private static final ArrayDataSet DATA = Trainers.curve(1000, 1);

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  private static class Losses implements Listener {
    final List<StepLoss> heard = new ArrayList<>();

    @Override
    public void onLoss(StepLoss loss) {
      heard.add(loss);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void everyLossIsHeardInTheOrderOfTheSteps(EngineUnderTest engine) {
    List<Integer> atEpochs = new ArrayList<>();
    Losses losses =
        new Losses() {
          @Override
          public void onEpoch(EpochReport report) {
            atEpochs.add(heard.size());
          }
        };
    Trainers.State fitted;
    try (Trainer trainer = Trainers.eventful(engine)) {
      TrainingReport report = trainer.fit(DATA, Fit.steps(500).batchSize(4).listener(losses));
      fitted = Trainers.state(trainer);
      assertThat(losses.heard)
          .extracting(StepLoss::step)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 500).boxed().toList());
      assertThat(atEpochs).containsExactly(250, 500);
      double mean =
          losses.heard.subList(0, 250).stream().mapToDouble(StepLoss::loss).average().orElseThrow();
      assertThat(report.epochs().get(0).loss()).isCloseTo(mean, within(1e-9));
      assertThat(losses.heard.get(249).learningRate())
          .isEqualTo(report.epochs().get(0).learningRate());
      assertThat(losses.heard.get(0).learningRate()).isEqualTo(0.02f);
      assertThat(losses.heard).extracting(StepLoss::learningRate).doesNotHaveDuplicates();
    }
    // To hear changes nothing.
    try (Trainer trainer = Trainers.eventful(engine)) {
      trainer.fit(DATA, Fit.steps(500).batchSize(4));
      assertThat(Trainers.state(trainer)).isEqualTo(fitted);
    }
  }

  /** On an engine that computes at once the loss is known before the listener hears of the step. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aStepIsHeardBeforeItsLoss(EngineUnderTest engine) {
    List<Long> steps = new ArrayList<>();
    Losses losses =
        new Losses() {
          @Override
          public void onStep(StepEvent event, FitControl control) {
            steps.add(event.step());
          }

          @Override
          public void onLoss(StepLoss loss) {
            super.onLoss(loss);
            assertThat(steps).contains(loss.step());
          }
        };
    try (Trainer trainer = Trainers.plain(Trainers.on(engine)).build()) {
      trainer.fit(DATA, Fit.epochs(2).batchSize(100).listener(losses));
    }
    assertThat(losses.heard).hasSize(20);
  }

  @Test
  void theLossesAreThoseOfSingleSteps() {
    ArrayDataSet data = Trainers.curve(12, 3);
    Losses losses = new Losses();
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(data, Fit.epochs(1).batchSize(4).listener(losses));
    }
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      for (int i = 0; i < 3; i++) {
        float[] inputs = java.util.Arrays.copyOfRange(data.inputs(), 12 * i, 12 * i + 12);
        float[] targets = java.util.Arrays.copyOfRange(data.targets(), 4 * i, 4 * i + 4);
        assertThat(losses.heard.get(i).loss()).isEqualTo(trainer.step(inputs, targets).loss());
      }
    }
  }

  /** To save is to wait for all losses, within the call that hears one of them. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aListenerThatSavesWhileItHearsStillHearsAllInOrder(EngineUnderTest engine) {
    try (Trainer trainer = Trainers.plain(Trainers.on(engine)).build()) {
      Losses losses =
          new Losses() {
            @Override
            public void onLoss(StepLoss loss) {
              super.onLoss(loss);
              trainer.checkpoint();
            }
          };
      trainer.fit(DATA, Fit.epochs(1).batchSize(20).listener(losses));
      assertThat(losses.heard)
          .extracting(StepLoss::step)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList());
    }
  }

  @Test
  void theLossesBeforeAFailureAreHeard() {
    Losses losses = new Losses();
    ArrayDataSet spoilt = Trainers.withTarget(DATA, 90, 3e38f);
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatExceptionOfType(NonFiniteLossException.class)
          .isThrownBy(() -> trainer.fit(spoilt, Fit.epochs(1).batchSize(10).listener(losses)))
          .satisfies(e -> assertThat(e.step()).isEqualTo(9));
    }
    assertThat(losses.heard)
        .extracting(StepLoss::step)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 9).boxed().toList());
  }

  @Test
  void aCancelledFitTellsAllThatItMade() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      Losses losses =
          new Losses() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              if (event.step() == 7) {
                trainer.cancel();
              }
            }
          };
      trainer.fit(DATA, Fit.epochs(1).batchSize(10).listener(Listener.all(losses)));
      assertThat(losses.heard).hasSize(7);
    }
  }

  @Test
  void aRunThatGoesOnWithinAnEpochTellsItsOwnSteps() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(
          DATA,
          Fit.epochs(1).batchSize(100).listener(Trainers.atStep(4, control -> control.stop())));
      Losses losses = new Losses();
      trainer.fit(DATA, Fit.resume(trainer.checkpoint()).listener(losses));
      assertThat(losses.heard).extracting(StepLoss::step).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
    }
  }
}
