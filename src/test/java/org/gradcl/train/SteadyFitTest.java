package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.Counters;
import org.gradcl.testing.AllocatedBytes;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StepLoss;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Within an epoch a fit waits for nothing and hardly touches the Java heap. */
class SteadyFitTest {
  private static final int WARM_UP = 3_000;
  private static final int STEPS = 512;
  private static final int EPOCHS = 20;
  private static final long BYTES_PER_STEP = 1024;
  private static final int BATCH = 4;
  private static final ArrayDataSet DATA = Trainers.curve((WARM_UP + STEPS) * BATCH, 1);

  static Stream<Arguments> cases() {
    return EngineUnderTest.all()
        .flatMap(engine -> Stream.of(Arguments.of(engine, false), Arguments.of(engine, true)));
  }

  @ParameterizedTest(name = "{0}, streamed {1}")
  @MethodSource("cases")
  void countersAndHeapStandStill(EngineUnderTest engine, boolean streamed) {
    try (Trainer trainer = Trainers.eventful(Trainers.on(engine).seed(1)).build()) {
      Watch watch = new Watch(trainer);
      trainer.fit(
          streamed ? Trainers.Streamed.of(DATA) : DATA,
          Fit.epochs(1).batchSize(BATCH).shuffle().listener(watch));
      Counters counted = watch.counted;
      int launches = trainer.explain(BATCH).launches().size();
      assertThat(counted.launches()).isEqualTo((long) launches * STEPS);
      assertThat(counted.transfers()).isLessThanOrEqualTo(STEPS);
      assertThat(counted.arguments()).as("arguments set").isZero();
      assertThat(counted.allocations()).as("buffers created").isZero();
      assertThat(counted.finishes()).as("waits for the whole queue").isZero();
      assertThat(counted.blockingReads()).as("blocking reads").isZero();
      assertThat(watch.losses).as("losses heard").isFinite().isPositive();
      if (!engine.name().startsWith("jvm vector")) {
        // There, until the compiler has removed every vector object, the figure is the compiler's.
        assertThat(watch.bytes / STEPS).as("bytes of heap a step").isLessThan(BYTES_PER_STEP);
      }
    }
  }

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  /** A program that owns its loop and asks for losses now and then, not after each step. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void singleStepsHardlyTouchTheHeapEither(EngineUnderTest engine) {
    ArrayDataSet batch = Trainers.curve(BATCH, 1);
    try (Trainer trainer = Trainers.plain(Trainers.on(engine).seed(1)).build()) {
      steps(trainer, batch, WARM_UP);
      Counters counters = trainer.counters();
      long bytes = AllocatedBytes.soFar();
      StepResult last = steps(trainer, batch, STEPS);
      bytes = AllocatedBytes.soFar() - bytes;
      Counters counted = trainer.counters().since(counters);
      assertThat(counted.transfers()).isLessThanOrEqualTo(STEPS);
      assertThat(counted.allocations()).as("buffers created").isZero();
      assertThat(counted.blockingReads()).as("blocking reads").isZero();
      if (!engine.name().startsWith("jvm vector")) {
        assertThat(bytes / STEPS).as("bytes of heap a step").isLessThan(BYTES_PER_STEP);
      }
      assertThat(last.loss()).isFinite();
    }
  }

  private static StepResult steps(Trainer trainer, ArrayDataSet batch, int count) {
    StepResult last = null;
    for (int i = 0; i < count; i++) {
      last = trainer.step(batch.inputs(), batch.targets());
    }
    return last;
  }

  /**
   * Where every step is an epoch of its own, its loss is waited for, but not by a blocking read.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void anEpochOfOneStepReadsNothingElse(EngineUnderTest engine) {
    ArrayDataSet batch = Trainers.curve(BATCH, 1);
    List<Counters> counters = new ArrayList<>();
    List<Float> rates = new ArrayList<>();
    try (Trainer trainer = Trainers.eventful(Trainers.on(engine).seed(1)).build()) {
      Listener watch =
          new Listener() {
            @Override
            public void onEpoch(EpochReport report) {
              counters.add(trainer.counters());
              rates.add(report.learningRate());
            }
          };
      trainer.fit(batch, Fit.epochs(EPOCHS).batchSize(BATCH).listener(watch));
      Counters counted = counters.get(EPOCHS - 1).since(counters.get(EPOCHS / 2 - 1));
      assertThat(counted.transfers()).isLessThanOrEqualTo(EPOCHS / 2);
      assertThat(counted.allocations()).as("buffers created").isZero();
      assertThat(counted.finishes()).as("waits for the whole queue").isZero();
      assertThat(counted.blockingReads()).as("blocking reads").isZero();
    }
    assertThat(rates).hasSize(EPOCHS).doesNotHaveDuplicates();
  }

  private static final class Watch implements Listener {
    private final Trainer trainer;
    private Counters counted;
    private long bytes;
    private double losses;

    Watch(Trainer trainer) {
      this.trainer = trainer;
    }

    @Override
    public void onLoss(StepLoss loss) {
      losses += loss.loss();
    }

    @Override
    public void onStep(StepEvent event, FitControl control) {
      if (event.step() == WARM_UP) {
        counted = trainer.counters();
        bytes = AllocatedBytes.soFar();
      } else if (event.step() == WARM_UP + STEPS) {
        bytes = AllocatedBytes.soFar() - bytes;
        counted = trainer.counters().since(counted);
      }
    }
  }
}
