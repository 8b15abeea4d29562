package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Reduction;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
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
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(3, 1)))
            .loss(Losses.meanSquaredError().withReduction(reduction))
            .optimizer(Optimizers.sgd(1e-30))
            .build()) {
      double loss = trainer.fit(DATA, Fit.epochs(1).batchSize(16).shuffle()).lastEpoch().loss();
      Evaluation evaluation = trainer.evaluate(DATA, Metrics.mse());
      assertThat(loss).isCloseTo(evaluation.loss(), within(1e-6 * evaluation.loss()));
      double expected = evaluation.metric("mse") / 2 * (reduction == Reduction.SUM ? 100 : 1);
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
  void aListenerSeesEveryStepAndMayLook() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      List<StepEvent> steps = new ArrayList<>();
      List<String> order = new ArrayList<>();
      Listener listener =
          new Listener() {
            @Override
            public void onStep(StepEvent event) {
              steps.add(event);
            }

            @Override
            public void onEpoch(EpochReport report) {
              order.add("epoch " + report.epoch());
              assertThat(trainer.predict(new float[3])).hasSize(1);
              assertThat(trainer.predict(new float[5][3]).length).isEqualTo(5);
              assertThat(trainer.evaluate(VALIDATION).loss())
                  .isEqualTo(report.validationLoss().getAsDouble());
              assertThat(trainer.parameters().get("layer.0.bias").floats()).hasSize(8);
              assertThat(trainer.checkpoint().history()).hasSize(report.epoch());
            }

            @Override
            public void onEnd(TrainingReport report) {
              order.add("end " + report.stopReason());
            }
          };
      Listener second =
          new Listener() {
            @Override
            public void onEpoch(EpochReport report) {
              order.add("second " + report.epoch());
            }
          };
      Fit fit =
          Fit.epochs(2)
              .batchSize(16)
              .validation(VALIDATION)
              .listener(Listener.all(listener, second));
      Trainers.State looked;
      trainer.fit(DATA, fit);
      looked = Trainers.state(trainer);
      assertThat(order)
          .containsExactly("epoch 1", "second 1", "epoch 2", "second 2", "end COMPLETED");
      assertThat(steps).hasSize(14);
      assertThat(steps).extracting(StepEvent::step).startsWith(1L, 2L).endsWith(13L, 14L);
      assertThat(steps).extracting(StepEvent::samples).contains(96L, 100L);
      assertThat(steps.get(7).epoch()).isEqualTo(2);
      assertThat(steps.get(6).loss()).isFinite();
      try (Trainer alone = Trainers.plain(Trainers.onJvm()).build()) {
        alone.fit(DATA, Fit.epochs(2).batchSize(16).validation(VALIDATION));
        assertThat(Trainers.state(alone)).isEqualTo(looked);
      }
    }
  }

  @Test
  void whatAListenerThrowsReachesTheCaller() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      Listener listener =
          new Listener() {
            @Override
            public void onStep(StepEvent event) {
              throw new UnsupportedOperationException("enough");
            }
          };
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(1).listener(listener)))
          .withMessage("enough");
      assertThat(trainer.fit(DATA, Fit.epochs(1)).steps()).isEqualTo(4);
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
  void settingsAreMadeOnce() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Fit.epochs(1).batchSize(128).batchSize(64))
        .withMessage("The batch size was set to 128 and then to 64; set it once");
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainers.onJvm().seed(8))
        .withMessage("The seed was set to 7 and then to 8; set it once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fit.epochs(1).batchSize(0))
        .withMessage("The batch size must be at least 1, found 0");
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainers.onJvm().model(Sequential.of(Dense.of(1, 1))).build())
        .withMessageContaining("missing: loss, optimiser");
  }

  @Test
  void settingsThatNeedAnotherAreRefused() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(1).patience(3)))
          .withMessageContaining("patience (3) but no validation data");
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(1).checkpointEverySteps(3)))
          .withMessageContaining("but no checkpoints");
    }
  }

  @Test
  void dataThatDoesNotFitIsRefusedByName() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      ArrayDataSet wide = ArrayDataSet.of(Shape.of(4), new float[8], Shape.of(1), new float[2]);
      assertThatExceptionOfType(ShapeMismatchException.class)
          .isThrownBy(() -> trainer.fit(wide, Fit.epochs(1)))
          .withMessageContainingAll("layer.0", "dense 3 8 tanh", "[3]", "[4]");
      ArrayDataSet two = ArrayDataSet.of(Shape.of(3), new float[6], Shape.of(2), new float[4]);
      assertThatExceptionOfType(ShapeMismatchException.class)
          .isThrownBy(() -> trainer.evaluate(two))
          .withMessageContainingAll("mse", "[1]", "[2]");
      ArrayDataSet inputs = ArrayDataSet.ofInputs(Shape.of(3), new float[6]);
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.fit(inputs, Fit.epochs(1)))
          .withMessageContaining("no 'target'");
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.predict(new float[4]))
          .withMessageContainingAll("4 numbers", "layer.0", "[3]");
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.step(new float[] {1, Float.NaN, 2}, new float[] {0}))
          .withMessageContainingAll("NaN", "row 0, column 1");
    }
  }

  @Test
  void aTargetThatIsNoClassIsRefusedInMemoryAndInAStream() {
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(3, 4)))
            .loss(Losses.softmaxCrossEntropy())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      float[] targets = {0, 3, 4, 1};
      ArrayDataSet data = ArrayDataSet.of(Shape.of(3), new float[12], Shape.scalar(), targets);
      for (boolean streamed : new boolean[] {false, true}) {
        assertThatExceptionOfType(DataException.class)
            .isThrownBy(
                () ->
                    trainer.fit(
                        streamed ? Trainers.Streamed.of(data) : data, Fit.epochs(1).batchSize(2)))
            .withMessageContainingAll("Sample 2", "4.0", "4 classes", "0 to 3");
      }
    }
  }

  @Test
  void aStreamThatFailsEndsTheFitAndTheTrainerLivesOn() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      int[] fills = {0};
      Trainers.Streamed failing =
          new Trainers.Streamed(
              DATA,
              -1,
              () -> {
                if (++fills[0] == 4) {
                  throw new DataException("the wire was cut");
                }
              });
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.fit(failing, Fit.epochs(1).batchSize(16)))
          .withMessage("the wire was cut");
      assertThat(trainer.checkpoint().step().step()).isEqualTo(3);
      assertThat(trainer.fit(DATA, Fit.epochs(1).batchSize(16)).steps()).isEqualTo(7);
    }
  }
}
