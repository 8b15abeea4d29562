package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Plateau;
import org.gradcl.optim.Schedules;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.checkpoint.Monitor;
import org.gradcl.train.checkpoint.PlateauProgress;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Goal;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Learning rates that fall when a fit's epochs get no better. */
class PlateauFitTest {
  private static final ArrayDataSet DATA = Trainers.curve(50, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);

  /** A threshold that most epochs miss, so that the rate falls several times. */
  private static final Plateau PLATEAU = new Plateau(0.5, 1, 0.1, 1, 0.05);

  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @TempDir Path folder;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice();
  }

  /** A net with a memory: dropout, Adam. */
  private static TrainerBuilder builder(EngineUnderTest engine, Optimizer optimizer) {
    return Trainers.on(engine)
        .seed(5)
        .model(Sequential.of(Dense.of(3, 16, Activations.TANH), Dropout.of(0.2), Dense.of(16, 1)))
        .loss(Losses.meanSquaredError())
        .optimizer(optimizer);
  }

  private static TrainerBuilder builder(EngineUnderTest engine) {
    return builder(engine, Optimizers.adam(0.02).withSchedule(Schedules.plateau(PLATEAU)));
  }

  private static Fit fit() {
    return Fit.epochs(14).batchSize(16).shuffle().validation(VALIDATION);
  }

  /** The rate of each epoch by the figures of the epochs before it. */
  private static List<Float> expected(List<EpochReport> epochs, Monitor monitor) {
    List<Float> rates = new ArrayList<>();
    PlateauProgress progress = PlateauProgress.start(monitor);
    for (EpochReport epoch : epochs) {
      rates.add((float) (0.02 * PLATEAU.share(progress.falls())));
      progress = progress.after(PLATEAU, epoch.figure(monitor.figure()));
    }
    return rates;
  }

  private static List<Float> rates(List<EpochReport> epochs) {
    return epochs.stream().map(EpochReport::learningRate).toList();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theDeviceTrainsWithTheRateThatTheHostHasSet(EngineUnderTest engine) {
    List<Float> ofSteps = new ArrayList<>();
    Listener listener =
        new Listener() {
          @Override
          public void onLoss(StepLoss loss) {
            ofSteps.add(loss.learningRate());
          }
        };
    try (Trainer trainer = builder(engine).build();
        Trainer constant = builder(engine, Optimizers.adam(0.02)).build()) {
      List<EpochReport> epochs = trainer.fit(DATA, fit().listener(listener)).epochs();
      List<Float> expected = expected(epochs, Monitor.VALIDATION_LOSS);
      assertThat(rates(epochs)).isEqualTo(expected);
      assertThat(expected.get(13)).as("after several falls").isLessThan(0.006f);
      assertThat(expected.get(13)).isGreaterThanOrEqualTo(0.001f);
      for (int step = 0; step < 56; step++) {
        assertThat(ofSteps.get(step)).isEqualTo(expected.get(step / 4));
      }
      int first = expected.indexOf(0.01f);
      assertThat(first).isGreaterThan(1);
      // Until the first fall as without a plateau, from then on not.
      List<EpochReport> same = constant.fit(DATA, fit()).epochs();
      assertThat(epochs.get(first - 1).loss()).isEqualTo(same.get(first - 1).loss());
      assertThat(epochs.get(first).loss()).isNotEqualTo(same.get(first).loss());
    }
  }

  /** By hand: single steps, each with the rate that the reports say. */
  @Test
  void theStepsAreThoseOfTheReportedRates() {
    Optimizer falling = Optimizers.sgd(0.02).withSchedule(Schedules.plateau(PLATEAU));
    List<EpochReport> epochs;
    List<float[]> found;
    try (Trainer trainer = plain(falling)) {
      epochs = trainer.fit(DATA, Fit.epochs(10).batchSize(64)).epochs();
      found = trainer.parameters().all().stream().map(HostTensor::floats).toList();
    }
    List<HostTensor> parameters;
    try (Trainer first = plain(falling)) {
      parameters = first.parameters().all();
    }
    for (EpochReport epoch : epochs) {
      try (Trainer trainer = plain(Optimizers.sgd(epoch.learningRate()))) {
        trainer.parameters().setAll(parameters);
        trainer.step(DATA);
        parameters = trainer.parameters().all();
      }
    }
    for (int i = 0; i < found.size(); i++) {
      assertThat(parameters.get(i).floats()).containsExactly(found.get(i));
    }
    assertThat(rates(epochs)).isEqualTo(expected(epochs, Monitor.TRAINING_LOSS));
    assertThat(epochs.get(9).learningRate()).isLessThan(0.02f);
  }

  private static Trainer plain(Optimizer optimizer) {
    return Trainers.onJvm()
        .model(Sequential.of(Dense.of(3, 8, Activations.TANH), Dense.of(8, 1)))
        .loss(Losses.meanSquaredError())
        .optimizer(optimizer)
        .build();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aRunThatWasStoppedGoesOnWithTheSameBits(EngineUnderTest engine) {
    Trainers.State whole;
    List<Float> rates;
    try (Trainer trainer = builder(engine).build()) {
      rates = rates(trainer.fit(DATA, fit()).epochs());
      whole = Trainers.state(trainer);
    }
    // Four steps an epoch: in the middle of one, at its last step, at the first of the next.
    for (int step : new int[] {22, 24, 25, 49}) {
      Path file = folder.resolve("stopped" + step + ".safetensors");
      try (Trainer trainer = builder(engine).build()) {
        trainer.fit(DATA, fit().listener(Trainers.atStep(step, control -> control.save(file))));
        assertThat(Trainers.state(trainer)).as("saving disturbs nothing").isEqualTo(whole);
      }
      Checkpoint checkpoint = Checkpoint.load(file);
      assertThat(checkpoint.step()).isEqualTo(step);
      try (Trainer trainer = Trainers.restored(checkpoint, engine)) {
        Fit resumed = Fit.resume(checkpoint).validation(VALIDATION);
        assertThat(rates(trainer.fit(DATA, resumed).epochs())).isEqualTo(rates);
        assertThat(Trainers.state(trainer)).isEqualTo(whole);
      }
    }
  }

  @Test
  void anExtendedRunKeepsItsRateAndANewFitBeginsWithTheOptimisers() {
    Fit fit = fit();
    try (Trainer trainer = builder(JVM).build()) {
      float last = trainer.fit(DATA, fit).lastEpoch().learningRate();
      assertThat(last).isLessThan(0.006f);
      Checkpoint checkpoint = trainer.checkpoint();
      float kept = checkpoint.content().snapshot().step().learningRate();
      Fit longer = Fit.resume(checkpoint, 15).validation(VALIDATION);
      assertThat(trainer.fit(DATA, longer).lastEpoch().learningRate()).isEqualTo(kept);
      assertThat(trainer.fit(DATA, Fit.epochs(1)).lastEpoch().learningRate()).isEqualTo(0.02f);
    }
  }

  /** Of a figure whose goal is more; a validation ends each epoch although few are asked for. */
  @Test
  void watchesTheMonitoredFigure() {
    try (Trainer trainer = builder(JVM).build()) {
      List<EpochReport> epochs =
          trainer
              .fit(
                  DATA,
                  fit()
                      .metrics(Metrics.rmse())
                      .validateEverySteps(7)
                      .monitor("rmse", Goal.MAXIMIZE))
              .epochs();
      assertThat(rates(epochs)).isEqualTo(expected(epochs, new Monitor("rmse", Goal.MAXIMIZE)));
      assertThat(epochs).allMatch(epoch -> epoch.validationLoss().isPresent());
    }
  }

  @Test
  void tracesKnowTheRate() {
    try (Trainer trainer = builder(JVM).build()) {
      ArrayDataSet one = Trainers.curve(4, 3);
      assertThat(trainer.trace(one.inputs(), one.targets()).entries())
          .isNotEmpty()
          .allMatch(entry -> entry.error() < 1e-5);
    }
  }
}
