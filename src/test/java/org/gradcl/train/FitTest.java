package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Reduction;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Evaluation;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FitTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void theSameSeedGivesTheSameBits(EngineUnderTest engine) {
    Set<Trainers.State> states = new HashSet<>();
    for (long seed : new long[] {3, 3, 4}) {
      try (Trainer trainer = Trainers.eventful(Trainers.on(engine).seed(seed)).build()) {
        trainer.fit(DATA, Fit.epochs(2).batchSize(16).shuffle());
        states.add(Trainers.state(trainer));
      }
    }
    assertThat(states).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aStreamGivesTheSameBitsAsMemory(EngineUnderTest engine) {
    List<Trainers.State> states = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (boolean streamed : new boolean[] {false, true}) {
      try (Trainer trainer = Trainers.eventful(Trainers.on(engine).seed(3)).build()) {
        TrainingReport report =
            trainer.fit(
                streamed ? Trainers.Streamed.of(DATA) : DATA,
                Fit.epochs(3).batchSize(16).shuffle());
        states.add(Trainers.state(trainer));
        losses.add(report.lastEpoch().loss());
      }
    }
    assertThat(states.get(0)).isEqualTo(states.get(1));
    assertThat(losses.get(0)).isEqualTo(losses.get(1)).isFinite();
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void theLossOfAnEpochCountsEverySampleAlike(Reduction reduction) {
    // Nothing is learnt, so that the epoch's loss is that of the data: 7 batches, the last of 4.
    // Two outputs, so that samples and elements are told apart.
    float[] targets = new float[200];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = DATA.targets()[i / 2] * (1 + i % 2);
    }
    ArrayDataSet data = ArrayDataSet.of(Shape.of(3), DATA.inputs(), Shape.of(2), targets);
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(3, 2)))
            .loss(Losses.meanSquaredError().withReduction(reduction))
            .optimizer(Optimizers.sgd(1e-30))
            .build()) {
      double loss = trainer.fit(data, Fit.epochs(1).batchSize(16).shuffle()).lastEpoch().loss();
      Evaluation evaluation = trainer.evaluate(data, Metrics.mse());
      assertThat(loss).isCloseTo(evaluation.loss(), within(1e-6 * evaluation.loss()));
      int of = reduction == Reduction.SUM ? 200 : reduction == Reduction.BATCH_MEAN ? 2 : 1;
      double expected = evaluation.metric("mse") / 2 * of;
      assertThat(loss).isCloseTo(expected, within(1e-6 * expected));
    }
  }

  @Test
  void everyStepIsCountedAndTheLastBatchIsTrained() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.epochs(2).batchSize(16));
      assertThat(report.steps()).isEqualTo(14);
      assertThat(report.samples()).isEqualTo(200);
      assertThat(report.counters().launches()).isPositive();
      assertThat(report.stopReason()).isEqualTo(StopReason.COMPLETED);
      assertThat(report.bestEpoch()).isEmpty();
      assertThat(report.device().headline()).contains("JVM engine");
      assertThat(report.epochs()).extracting(EpochReport::step).containsExactly(7L, 14L);
    }
  }

  @Test
  void aFitIsTheStepsItMakes() {
    Trainers.State fitted;
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(DATA, Fit.epochs(1).batchSize(40));
      fitted = Trainers.state(trainer);
    }
    try (Trainer trainer = Trainers.plain(Trainers.onJvm().totalSteps(3)).build()) {
      for (int first = 0; first < 100; first += 40) {
        int rows = Math.min(40, 100 - first);
        trainer.step(slice(DATA.inputs(), 3 * first, 3 * rows), slice(DATA.targets(), first, rows));
      }
      assertThat(Trainers.state(trainer)).isEqualTo(fitted);
    }
  }

  private static float[] slice(float[] values, int from, int count) {
    return java.util.Arrays.copyOfRange(values, from, from + count);
  }

  @Test
  void aBatchLargerThanTheDataIsTheWholeData() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThat(trainer.fit(DATA, Fit.epochs(3).batchSize(1000)).steps()).isEqualTo(3);
    }
  }

  @Test
  void patienceStopsAndRestoresTheBestState() {
    // A rate so large that the validation loss soon rises again.
    try (Trainer trainer =
        Trainers.plain(Trainers.onJvm().attribute("purpose", "overshoot")).build()) {
      List<Trainers.State> states = new ArrayList<>();
      TrainingReport report =
          trainer.fit(
              Trainers.curve(20, 5),
              Fit.epochs(400)
                  .batchSize(5)
                  .shuffle()
                  .validation(VALIDATION)
                  .patience(3)
                  .listener(
                      new Listener() {
                        @Override
                        public void onEpoch(EpochReport epoch) {
                          states.add(Trainers.state(trainer));
                        }
                      }));
      assertThat(report.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
      int best = report.bestEpoch().getAsInt();
      assertThat(report.epochs()).hasSize(best + 3);
      assertThat(Trainers.state(trainer)).isEqualTo(states.get(best - 1));
      assertThat(trainer.evaluate(VALIDATION).loss())
          .isEqualTo(report.epochs().get(best - 1).validationLoss().getAsDouble());
    }
  }

  @Test
  void theClockIsTheBuilders() {
    long[] now = {0};
    try (Trainer trainer =
        Trainers.plain(Trainers.onJvm().clock(() -> now[0] += 1_000_000_000L)).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.epochs(1).batchSize(50));
      assertThat(report.seconds()).isEqualTo(Math.rint(report.seconds())).isPositive();
      assertThat(report.samplesPerSecond()).isEqualTo(100 / report.seconds());
    }
  }

  @Test
  void twoFitsOfAnEpochAreOneOfTwo() {
    Trainers.State whole;
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(DATA, Fit.epochs(2).batchSize(8).shuffle());
      whole = Trainers.state(trainer);
    }
    // The second fit goes on with the order of the second epoch, and with the steps.
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(DATA, Fit.epochs(1).batchSize(8).shuffle());
      trainer.fit(DATA, Fit.epochs(1).batchSize(8).shuffle());
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }

  @Test
  void theBestStateIsRestoredAlsoIfNoPatienceRanOut() {
    List<Trainers.State> states = new ArrayList<>();
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      Listener listener =
          new Listener() {
            @Override
            public void onEpoch(EpochReport epoch) {
              states.add(Trainers.state(trainer));
            }
          };
      // Nothing after the first epoch is an improvement: its targets are what it predicts then.
      trainer.fit(DATA, Fit.epochs(1).listener(listener));
    }
    ArrayDataSet best;
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(DATA, Fit.epochs(1));
      float[] predicted = trainer.predict(DATA).floats();
      best = ArrayDataSet.of(Shape.of(3), DATA.inputs(), Shape.of(1), predicted);
    }
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      TrainingReport report = trainer.fit(DATA, Fit.epochs(3).validation(best).patience(9));
      assertThat(report.stopReason()).isEqualTo(StopReason.COMPLETED);
      assertThat(report.bestEpoch()).hasValue(1);
      assertThat(report.epochs()).hasSize(3);
      assertThat(Trainers.state(trainer).tensors()).isEqualTo(states.get(0).tensors());
    }
  }
}
