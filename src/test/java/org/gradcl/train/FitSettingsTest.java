package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.metric.Metric;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.testing.Draw;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.SeededCases;
import org.gradcl.train.fit.FitSettings;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Goal;
import org.gradcl.train.report.Listener;
import org.junit.jupiter.api.Test;

/** Settings of a fit and of a trainer that contradict each other. */
class FitSettingsTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @Test
  void aTrainersSettingsAreMadeOnce() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainers.onJvm().seed(8))
        .withMessage("The seed was set to 7 and then to 8; set it once");
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(DATA, Fit.epochs(1));
      Checkpoint checkpoint = trainer.checkpoint();
      assertThatIllegalStateException()
          .isThrownBy(() -> checkpoint.trainer().restore(checkpoint))
          .withMessage(
              "The checkpoint was set to the trainer's checkpoint at step 4 of 4 and then to the"
                  + " trainer's checkpoint at step 4 of 4; set it once");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fit.epochs(1).batchSize(0))
        .withMessage("The batch size must be at least 1, found 0");
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainers.onJvm().model(Sequential.of(Dense.of(1, 1))).build())
        .withMessageContaining("missing: loss, optimiser");
  }

  @Test
  void anAttributeThatNoFileCouldHoldIsRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainers.onJvm().attribute("note", "half a pair \ud800"))
        .withMessageContainingAll("'note'", "Unicode");
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
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(1).metrics(Metrics.mse())))
          .withMessageContaining("metrics ([mse]) but no validation data");
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(1).validateEverySteps(2)))
          .withMessageContaining("steps between validations (2) but no validation data");
    }
  }

  @Test
  void aLaterSettingReplacesAnEarlierOneInAFitOfItsOwn() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      Fit first = Fit.epochs(1).batchSize(50);
      Fit second = first.batchSize(20);
      assertThat(trainer.fit(DATA, first).steps()).isEqualTo(2);
      assertThat(trainer.fit(DATA, second).steps()).isEqualTo(5);
      List<String> called = new ArrayList<>();
      Fit replaced =
          first
              .validation(Trainers.Sized.of(DATA, 0))
              .validation(DATA)
              .metrics(Metrics.mse())
              .metrics(Metrics.mae())
              .monitor("mse", Goal.MINIMIZE)
              .monitor("mae", Goal.MINIMIZE)
              .patience(9)
              .patience(5)
              .timeLimit(Duration.ofNanos(1))
              .timeLimit(Duration.ofDays(1))
              .listener(noting(called, "first"))
              .listener(noting(called, "second"));
      EpochReport epoch = trainer.fit(DATA, replaced).lastEpoch();
      assertThat(epoch.metrics()).containsOnlyKeys("mae");
      assertThat(called).containsExactly("second");
    }
  }

  /** Each setting alone: those of a kind replace each other, those of different kinds don't. */
  private static UnaryOperator<Fit> setting(int kind, Draw draw) {
    int number = draw.integer(1, 100);
    return switch (kind) {
      case 0 -> fit -> fit.batchSize(number);
      case 1 -> Fit::shuffle;
      case 2 -> Fit::dropLast;
      case 3 -> fit -> fit.timeLimit(Duration.ofSeconds(number));
      case 4 -> {
        ArrayDataSet source = draw.of(DATA, Trainers.curve(20, 2));
        yield fit -> fit.validation(source);
      }
      case 5 -> fit -> fit.validateEverySteps(number);
      case 6 -> {
        Metric metric = draw.of(Metrics.mae(), Metrics.mse());
        yield fit -> fit.metrics(metric);
      }
      case 7 -> {
        Goal goal = draw.of(Goal.values());
        yield fit -> fit.monitor("figure " + number, goal);
      }
      case 8 -> fit -> fit.patience(number);
      case 9 -> fit -> fit.checkpoints(Path.of("folder " + number));
      case 10 -> fit -> fit.checkpointEverySteps(number);
      default -> {
        Listener listener = new Listener() {};
        yield fit -> fit.listener(listener);
      }
    };
  }

  @SeededCases
  void inWhateverOrderTheLastOfEachSettingHolds(Draw draw) {
    Fit begin = draw.of(Fit.epochs(draw.integer(1, 9)), Fit.steps(draw.integer(1, 99)));
    Listener first = new Listener() {};
    Fit fit = begin.listener(first);
    Map<Integer, UnaryOperator<Fit>> last = new TreeMap<>();
    for (int kind : draw.list(0, 30, () -> draw.integer(0, 11))) {
      UnaryOperator<Fit> setting = setting(kind, draw);
      Fit before = fit;
      FitSettings of = before.settings();
      fit = setting.apply(before);
      assertThat(before.settings()).isEqualTo(of);
      last.put(kind, setting);
    }
    Fit expected = begin.listener(first);
    for (UnaryOperator<Fit> setting : last.values()) {
      expected = setting.apply(expected);
    }
    assertThat(fit.settings()).isEqualTo(expected.settings());
  }

  private static Listener noting(List<String> called, String name) {
    return new Listener() {
      @Override
      public void onBegin() {
        called.add(name);
      }
    };
  }

  @Test
  void aResumedRunKeepsItsBatchesAndTheirOrder() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(DATA, Fit.epochs(1).validation(DATA));
      Fit rest = Fit.resume(trainer.checkpoint()).validation(DATA);
      assertThatIllegalStateException()
          .isThrownBy(() -> rest.batchSize(16))
          .withMessageStartingWith(
              "The batch size of the run that is resumed is 32 and can't become 16");
      assertThatIllegalStateException()
          .isThrownBy(rest::shuffle)
          .withMessageContaining("shuffling of the run that is resumed is false");
      assertThatIllegalStateException()
          .isThrownBy(rest::dropLast)
          .withMessageContaining("dropping of the last batch of the run that is resumed is false");
      assertThat(trainer.fit(DATA, rest.batchSize(32).patience(3)).steps()).isZero();
      assertThat(trainer.fit(DATA, Fit.resume(trainer.checkpoint()).validation(DATA)).steps())
          .isZero();
    }
  }

  @Test
  void lengthsAndLimitsAreAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fit.epochs(0))
        .withMessage("The epochs must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fit.steps(0))
        .withMessage("The steps must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fit.epochs(1).validateEverySteps(-1))
        .withMessage("The steps between validations must be at least 1, found -1");
    for (Duration limit : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Fit.epochs(1).timeLimit(limit))
          .withMessage("The time limit must be above zero, found " + limit);
    }
  }

  @Test
  void aTotalOfStepsOtherThanTheCheckpointsIsRefused() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).totalSteps(10).build()) {
      Checkpoint checkpoint = trainer.checkpoint();
      assertThatIllegalStateException()
          .isThrownBy(() -> Trainers.on(checkpoint.trainer(), JVM).totalSteps(500).build())
          .withMessageContainingAll("total steps", "'10'", "'500'");
      Trainers.on(checkpoint.trainer(), JVM).totalSteps(10).build().close();
    }
  }

  @Test
  void aRunOfMoreStepsThanCanBeCountedIsRefused() {
    for (long samples : new long[] {1L << 40, 1L << 62, Long.MAX_VALUE}) {
      BatchSource endless = Trainers.Sized.of(DATA, samples);
      try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> trainer.fit(endless, Fit.epochs(1000)))
            .withMessageContainingAll("1000 epochs", "at most 2147483647");
      }
    }
  }

  @Test
  void aFitOfAnotherTotalThanTheBuilderHasIsRefusedNamingBoth() {
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).totalSteps(1000).build()) {
      Trainers.State before = Trainers.state(trainer);
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(2).batchSize((int) DATA.samples())))
          .withMessageContainingAll("1000 steps", "there will be 2", "totalSteps");
      assertThat(Trainers.state(trainer)).isEqualTo(before);
    }
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).totalSteps(2).build()) {
      assertThat(trainer.fit(DATA, Fit.epochs(2).batchSize((int) DATA.samples())).steps())
          .isEqualTo(2);
      Checkpoint checkpoint = trainer.checkpoint();
      try (Trainer other = Trainers.eventful(Trainers.onJvm()).totalSteps(7).build()) {
        assertThatIllegalStateException()
            .isThrownBy(() -> other.fit(DATA, Fit.resume(checkpoint)))
            .withMessageContainingAll("7 steps", "there will be 2");
      }
    }
  }
}
