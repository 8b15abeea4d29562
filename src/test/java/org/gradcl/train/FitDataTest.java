package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.BiConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that does not fit a model or a loss, in memory and in a stream. */
class FitDataTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);

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
          Trainers.Streamed.of(
              DATA,
              () -> {
                if (++fills[0] == 4) {
                  throw new DataException("the wire was cut");
                }
              });
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.fit(failing, Fit.epochs(1).batchSize(16)))
          .withMessage("the wire was cut");
      assertThat(trainer.checkpoint().step()).isEqualTo(3);
      assertThat(trainer.fit(DATA, Fit.epochs(1).batchSize(16)).steps()).isEqualTo(7);
    }
  }

  /** Relu and accuracy, for example, could hide a NaN: a wrong figure without an error. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
  void aNumberOfAStreamThatIsNotFiniteIsRefusedWithItsPlace(float value) {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      Trainers.Streamed input = Trainers.Streamed.spoilt(DATA, 57, "input", value);
      Trainers.Streamed target = Trainers.Streamed.spoilt(DATA, 57, "target", value);
      Fit fit = Fit.epochs(1).batchSize(16);
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> trainer.fit(input, fit),
              () -> trainer.fit(DATA, fit.validation(input)),
              () -> trainer.predict(input),
              () -> trainer.evaluate(input))) {
        assertThatExceptionOfType(DataException.class)
            .isThrownBy(call)
            .withMessageContainingAll("Sample 57", "" + value, "column 0", "input");
      }
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.fit(target, fit))
          .withMessageContainingAll("Sample 57", "" + value, "target");
      assertThat(trainer.predict(target).shape()).isEqualTo(Shape.of(100, 1));
      assertThat(trainer.fit(DATA, fit).steps()).isEqualTo(7);
    }
  }

  /** What lies in a batch buffer then is an older batch: it would be trained on a second time. */
  @Test
  void aStreamThatGivesFewerSamplesThanItIsAskedForIsRefused() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      BatchSource ending = new Trainers.Sized(DATA, DATA::samples, 40);
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> trainer.fit(ending, Fit.epochs(1).batchSize(16)),
              () -> trainer.fit(DATA, Fit.epochs(1).validation(ending)),
              () -> trainer.predict(ending),
              () -> trainer.evaluate(ending),
              () -> trainer.step(ending))) {
        assertThatExceptionOfType(DataException.class)
            .isThrownBy(call)
            .withMessageContainingAll("samples", "asked for", "gave");
      }
    }
  }

  @Test
  void aStreamThatChangesItsNumberOfSamplesTrainsAsManyAsItBeganWith() {
    for (long later : new long[] {40, 90}) {
      long[] samples = {64};
      Trainers.Sized changing = new Trainers.Sized(DATA, () -> samples[0], 1000);
      Listener change =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              samples[0] = later;
            }
          };
      try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
        TrainingReport report = trainer.fit(changing, Fit.epochs(3).batchSize(16).listener(change));
        assertThat(report.samples()).isEqualTo(3 * 64);
      }
    }
  }

  @Test
  void moreSamplesThanAnArrayHoldsAreRefused() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      BatchSource endless = Trainers.Sized.of(DATA, 3_000_000_000L);
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(() -> trainer.predict(endless), () -> trainer.step(endless))) {
        assertThatExceptionOfType(DataException.class)
            .isThrownBy(call)
            .withMessageContainingAll("3000000000 samples", "2147483647");
      }
    }
  }

  @Test
  void arraysOfAStepThatDoNotFitNameTheLayer() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      for (BiConsumer<float[], float[]> call :
          List.<BiConsumer<float[], float[]>>of(trainer::step, trainer::trace)) {
        assertThatExceptionOfType(DataException.class)
            .isThrownBy(() -> call.accept(new float[4], new float[1]))
            .withMessageContainingAll("inputs have 4 numbers", "layer.0 (dense 3 8", "shape [3]");
      }
    }
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(3, 5, Activations.TANH), Dense.of(5, 2)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.step(new float[3], new float[3]))
          .withMessageContainingAll("targets have 3 numbers", "layer.1 (dense 5 2", "shape [2]");
    }
  }
}
