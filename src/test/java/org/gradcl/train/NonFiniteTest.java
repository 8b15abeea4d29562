package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.gradcl.expr.Functions.constant;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.expr.Functions;
import org.gradcl.graph.UpdateRule;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedule;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.NonFiniteLossException;
import org.gradcl.train.report.StepEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loss that is not finite: the exact step, the parameters before it, and the checkpoint. */
class NonFiniteTest {
  private static final ArrayDataSet DATA = Trainers.curve(200, 1);

  /** A rate that the last of fifty steps makes too large. */
  private static final Schedule LEAP =
      new Schedule(
          "leap", Functions.select(UpdateRule.STEP.greater(48.5), constant(1e33), constant(1)));

  @TempDir Path folder;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  private static Trainer trainer(EngineUnderTest engine) {
    return Trainers.plain(Trainers.on(engine).seed(7)).build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void theFitEndsAtTheExactStepWithTheParametersBefore(EngineUnderTest engine) {
    // Batches of 4: sample 150 is in step 37, counted from 0.
    ArrayDataSet spoilt = Trainers.withTarget(DATA, 150, 3e38f);
    Trainers.State before;
    try (Trainer trainer = trainer(engine)) {
      trainer.fit(DATA.select(IntStream.range(0, 148).toArray()), fit());
      before = Trainers.state(trainer);
    }
    try (Trainer trainer = trainer(engine)) {
      NonFiniteLossException e =
          catchThrowableOfType(
              NonFiniteLossException.class,
              () -> trainer.fit(spoilt, fit().checkpoints(folder).checkpointEverySteps(30)));
      assertThat(e.step()).isEqualTo(37);
      assertThat(e.lastCheckpoint()).contains(folder.resolve("last.safetensors"));
      assertThat(e)
          .hasMessageContaining("step 37")
          .hasMessageContaining("last.safetensors")
          .hasMessageContaining("0.1")
          .hasMessageContaining("smaller learning rate");
      assertThat(Checkpoint.load(e.lastCheckpoint().get()).step()).isEqualTo(30);
      assertThat(Trainers.state(trainer).tensors()).isEqualTo(before.tensors());
      // Training can go on from there.
      assertThat(trainer.fit(DATA, fit()).steps()).isEqualTo(50);
    }
  }

  private static Fit fit() {
    return Fit.epochs(1).batchSize(4);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void singleStepsGoOnAfterAFitThatFailed(EngineUnderTest engine) {
    try (Trainer trainer = trainer(engine)) {
      ArrayDataSet spoilt = Trainers.withTarget(DATA, 150, 3e38f);
      assertThatThrownBy(() -> trainer.fit(spoilt, fit()))
          .isInstanceOf(NonFiniteLossException.class);
      Trainers.State before = Trainers.state(trainer);
      assertThat(trainer.step(DATA).loss()).isFinite();
      assertThat(trainer.checkpoint().step()).isEqualTo(38);
      assertThat(Trainers.state(trainer).tensors()).isNotEqualTo(before.tensors());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aFitCancelledAtTheStepThatFailsSaysSo(EngineUnderTest engine) {
    ArrayDataSet spoilt = Trainers.withTarget(DATA, 150, 3e38f);
    try (Trainer trainer = trainer(engine)) {
      Listener cancelling =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              if (event.step() == 38) {
                trainer.cancel();
              }
            }
          };
      NonFiniteLossException e =
          catchThrowableOfType(
              NonFiniteLossException.class, () -> trainer.fit(spoilt, fit().listener(cancelling)));
      assertThat(e.step()).isEqualTo(37);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aTraceThatFailsNamesItsStep(EngineUnderTest engine) {
    try (Trainer trainer = trainer(engine)) {
      trainer.step(DATA);
      trainer.step(DATA);
      Trainers.State before = Trainers.state(trainer);
      ArrayDataSet spoilt = Trainers.withTarget(DATA, 150, 3e38f);
      NonFiniteLossException e =
          catchThrowableOfType(
              NonFiniteLossException.class, () -> trainer.trace(spoilt.inputs(), spoilt.targets()));
      assertThat(e.step()).isEqualTo(2);
      assertThat(Trainers.state(trainer)).isEqualTo(before);
      assertThat(trainer.step(DATA).step()).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aSingleStepSaysSoWhenItsLossIsAskedFor(EngineUnderTest engine) {
    try (Trainer trainer = trainer(engine)) {
      float[] inputs = {1, 2, 3};
      StepResult first = trainer.step(inputs, new float[] {1});
      StepResult overflowing = trainer.step(inputs, new float[] {3e38f});
      NonFiniteLossException e =
          catchThrowableOfType(NonFiniteLossException.class, overflowing::loss);
      assertThat(e.step()).isEqualTo(1);
      assertThat(first.loss()).isFinite();
      assertThat(catchThrowableOfType(NonFiniteLossException.class, overflowing::loss)).isSameAs(e);
      StepResult next = trainer.step(inputs, new float[] {1});
      assertThat(next.step()).isEqualTo(1);
      assertThat(next.loss()).isFinite();
    }
  }

  @Test
  void stepsInFlightBehindTheFailedOneFailToo() {
    try (Trainer trainer = trainer(EngineUnderTest.jvm().get(0))) {
      float[] inputs = {1, 2, 3};
      StepResult failed = trainer.step(inputs, new float[] {3e38f});
      NonFiniteLossException thrown =
          catchThrowableOfType(
              NonFiniteLossException.class, () -> trainer.step(inputs, new float[] {1}));
      assertThat(thrown.step()).isZero();
      assertThat(catchThrowableOfType(NonFiniteLossException.class, failed::loss)).isSameAs(thrown);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aLossFromBeforeTheFailureIsGiven(EngineUnderTest engine) {
    try (Trainer trainer = trainer(engine)) {
      float[] inputs = {1, 2, 3};
      StepResult first = trainer.step(inputs, new float[] {1});
      StepResult overflowing = trainer.step(inputs, new float[] {3e38f});
      assertThat(first.loss()).isFinite();
      // To have asked for that loss has not hidden what happened after it.
      NonFiniteLossException e =
          catchThrowableOfType(
              NonFiniteLossException.class, () -> trainer.step(inputs, new float[] {1}));
      assertThat(e.step()).isEqualTo(1);
      assertThat(catchThrowableOfType(NonFiniteLossException.class, overflowing::loss)).isSameAs(e);
      assertThat(trainer.step(inputs, new float[] {1}).loss()).isFinite();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void parametersAreNotSetBehindAFailureThatNobodyKnows(EngineUnderTest engine) {
    try (Trainer trainer = trainer(engine)) {
      Parameters parameters = trainer.parameters();
      HostTensor before = parameters.get("layer.1.bias");
      HostTensor values = HostTensor.of("layer.1.bias", before.shape(), new float[] {5});
      trainer.step(new float[] {1, 2, 3}, new float[] {3e38f});
      assertThat(catchThrowableOfType(NonFiniteLossException.class, () -> parameters.set(values)))
          .hasMessageContaining("step 0");
      assertThat(parameters.get("layer.1.bias").floats()).containsExactly(before.floats());
      parameters.set(values);
      assertThat(trainer.step(new float[] {1, 2, 3}, new float[] {1}).loss()).isFinite();
      assertThat(parameters.get("layer.1.bias").floats()[0]).isBetween(4f, 4.99f);
    }
  }

  /** A listener that saves now and then, and lives on if that fails, as programs do. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aListenerThatCatchesTheFailureDoesNotHideIt(EngineUnderTest engine) {
    Trainers.State before;
    try (Trainer trainer = trainer(engine)) {
      trainer.fit(DATA.select(IntStream.range(0, 148).toArray()), fit());
      before = Trainers.state(trainer);
    }
    try (Trainer trainer = trainer(engine)) {
      Listener saving =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              try {
                trainer.save(folder.resolve("own.safetensors"));
              } catch (RuntimeException e) {
                assertThat(e).isInstanceOf(NonFiniteLossException.class);
              }
            }
          };
      NonFiniteLossException e =
          catchThrowableOfType(
              NonFiniteLossException.class,
              () -> trainer.fit(Trainers.withTarget(DATA, 150, 3e38f), fit().listener(saving)));
      assertThat(e.step()).isEqualTo(37);
      assertThat(Trainers.state(trainer).tensors()).isEqualTo(before.tensors());
      assertThat(trainer.fit(DATA, fit()).steps()).isEqualTo(50);
    }
  }

  /** Loss and gradient are finite, the rate is not: no later step is there to see it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void anUpdateThatOverflowsAtTheLastStepFailsTheFit(EngineUnderTest engine) {
    ArrayDataSet large = Trainers.withTarget(DATA, 199, 0x1p50f);
    try (Trainer trainer = leaping(Trainers.on(engine))) {
      NonFiniteLossException e =
          catchThrowableOfType(
              NonFiniteLossException.class,
              () -> trainer.fit(large, fit().checkpoints(folder).checkpointEverySteps(30)));
      assertThat(e.step()).isEqualTo(49);
      assertThat(e)
          .hasMessageContaining("'layer.0.weight' is NaN or infinite after step 49")
          .hasMessageContaining("last.safetensors");
      // The infinite weights did not take the place of the good ones.
      assertThat(Checkpoint.load(e.lastCheckpoint().get()).step()).isEqualTo(30);
    }
  }

  /** Single steps leave the loss to the program; what it then keeps are the parameters. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void whatAnUpdateOfASingleStepOverflowedIsNotSaved(EngineUnderTest engine) {
    Path file = folder.resolve("own.safetensors");
    try (Trainer trainer = leaping(Trainers.on(engine).totalSteps(100))) {
      float[] inputs = {1, 2, 3};
      for (int i = 0; i < 49; i++) {
        trainer.step(inputs, new float[] {1});
      }
      trainer.save(file);
      assertThat(trainer.step(inputs, new float[] {0x1p50f}).loss()).isFinite();
      for (ThrowingCallable keep :
          List.<ThrowingCallable>of(() -> trainer.save(file), trainer::checkpoint)) {
        NonFiniteLossException e = catchThrowableOfType(NonFiniteLossException.class, keep);
        assertThat(e.step()).isEqualTo(49);
        assertThat(e)
            .hasMessageContaining("'layer.0.weight' is NaN or infinite after step 49")
            .hasMessageContaining("smaller learning rate");
      }
    }
    // The infinite weights did not take the place of the good ones.
    assertThat(Checkpoint.load(file).step()).isEqualTo(49);
  }

  /** The square of a finite gradient overflows: the parameter would never move again. */
  @Test
  void aSlotThatOverflowedIsNotSaved() {
    Sequential model = Sequential.of(Dense.of(1, 1).withoutBias());
    try (Trainer trainer =
        Trainers.onJvm()
            .model(model)
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.adam(1e-3))
            .build()) {
      assertThat(trainer.step(new float[] {0x1p50f}, new float[] {0}).loss()).isFinite();
      NonFiniteLossException e =
          catchThrowableOfType(NonFiniteLossException.class, trainer::checkpoint);
      assertThat(e)
          .hasMessageStartingWith(
              "The optimiser's slot 'secondMoment/layer.0.weight' is NaN or infinite after step 0");
      assertThat(trainer.parameters().get("layer.0.weight").floats()[0]).isFinite();
    }
    // A fit says so with checkpoints and without.
    ArrayDataSet data = ArrayDataSet.of(new float[][] {{0x1p50f}}, new float[][] {{0}});
    Fit fit = Fit.epochs(1).batchSize(1);
    for (Fit ending : List.of(fit.checkpoints(folder), fit)) {
      try (Trainer trainer =
          Trainers.onJvm()
              .model(model)
              .loss(Losses.meanSquaredError())
              .optimizer(Optimizers.adam(1e-3))
              .build()) {
        NonFiniteLossException e =
            catchThrowableOfType(NonFiniteLossException.class, () -> trainer.fit(data, ending));
        assertThat(e).hasMessageContaining("slot 'secondMoment/layer.0.weight'");
      }
    }
  }

  private static Trainer leaping(TrainerBuilder builder) {
    return builder
        .model(Sequential.of(Dense.of(3, 1)))
        .loss(Losses.meanSquaredError())
        .optimizer(Optimizers.sgd(1e-3).withSchedule(LEAP))
        .build();
  }

  @Test
  void anOverflowIsReportedWithoutACheckpointAndWithPatience() {
    ArrayDataSet large = Trainers.withTarget(DATA, 199, 0x1p50f);
    for (Fit fit : List.of(fit(), fit().validation(DATA).patience(5))) {
      try (Trainer trainer = leaping(Trainers.onJvm())) {
        NonFiniteLossException e =
            catchThrowableOfType(NonFiniteLossException.class, () -> trainer.fit(large, fit));
        assertThat(e.lastCheckpoint()).isEmpty();
        assertThat(e).hasMessageContaining("Build a new trainer");
      }
    }
  }
}
