package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineProvider;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PredictorTest {
  @TempDir Path folder;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aSavedModelPredictsWhatTheTrainerDoes(EngineUnderTest engine) {
    Path file = folder.resolve("model.safetensors");
    ArrayDataSet data = Trainers.curve(2500, 3);
    HostTensor expected;
    Evaluation evaluation;
    try (Trainer trainer = Trainers.eventful(Trainers.on(engine).seed(1)).build()) {
      trainer.fit(Trainers.curve(64, 1), Fit.epochs(2).batchSize(16));
      expected = trainer.predict(data);
      evaluation = trainer.evaluate(data, Metrics.rmse(), Metrics.mae());
      trainer.save(file);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    DevicePolicy policy = DevicePolicy.named(engine.candidate().description().id());
    try (Predictor predictor =
        Predictor.of(checkpoint, checkpoint.model(), policy, EngineProvider.selector(engine))) {
      // Two pieces of 1024 and one of 452, filled up to 512.
      HostTensor found = predictor.predict(data);
      assertThat(found.shape()).isEqualTo(Shape.of(2500, 1));
      assertThat(found.floats()).containsExactly(expected.floats());
      Evaluation again = predictor.evaluate(data, Metrics.rmse(), Metrics.mae());
      assertThat(again).isEqualTo(evaluation);
      double squares = 0;
      for (int i = 0; i < 2500; i++) {
        squares += Math.pow(found.floats()[i] - (double) data.targets()[i], 2);
      }
      assertThat(again.metric("rmse")).isCloseTo(Math.sqrt(squares / 2500), within(1e-6));
      assertThat(again.loss()).isCloseTo(squares / 5000, within(1e-7));
      // One at a time, and in threes.
      for (int i : new int[] {0, 1, 2499}) {
        float[] sample = {data.inputs()[3 * i], data.inputs()[3 * i + 1], data.inputs()[3 * i + 2]};
        assertThat(predictor.predict(sample)[0]).isCloseTo(expected.floats()[i], within(1e-6f));
        float[][] three = predictor.predict(new float[][] {new float[3], sample, new float[3]});
        assertThat(three[1][0]).isCloseTo(expected.floats()[i], within(1e-6f));
      }
    }
  }

  /** All shapes fit, and all predictions would be wrong. */
  @Test
  void anotherModelThanTheCheckpointsIsRefused() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      Sequential other = Sequential.of(Dense.of(3, 8, Activations.RELU), Dense.of(8, 1));
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(
              () ->
                  Predictor.of(
                      trainer.checkpoint(), other, DevicePolicy.jvm(), Trainers.jvmEngine()))
          .withMessage(
              "the trainer's checkpoint: its model is 'dense 3 8 tanh; dense 8 1 identity', the one"
                  + " given is 'dense 3 8 relu; dense 8 1 identity'; give the model that was"
                  + " trained, for example Checkpoint.model()");
    }
  }

  @Test
  void aPredictorHasMemoryForParametersAlone() {
    Path file = folder.resolve("model.safetensors");
    TrainerBuilder builder =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(64, 64).withoutBias()))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.adam(0.1));
    try (Trainer trainer = builder.build()) {
      trainer.save(file);
      // Weight, gradient and Adam's two moments, 16 KiB each.
      assertThat(trainer.summary()).contains("memory     64.0 KiB");
    }
    try (Predictor predictor = Predictor.load(file, DevicePolicy.jvm())) {
      assertThat(predictor.summary()).contains("dense 64 64", "memory     16.0 KiB");
    }
  }

  @Test
  void aPredictorKeepsNoOptimiserAndIsClosedOnce() {
    Path file = folder.resolve("model.safetensors");
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm().attribute("note", "x")).build()) {
      trainer.save(file);
    }
    Predictor predictor = Predictor.load(file, DevicePolicy.jvm());
    assertThat(predictor.attributes()).containsEntry("note", "x");
    assertThat(predictor.schema()).isEmpty();
    assertThat(predictor.model().describe()).startsWith("dense 3 16 tanh");
    assertThat(predictor.deviceReport().headline()).startsWith("JVM engine");
    predictor.close();
    predictor.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> predictor.predict(new float[3]))
        .withMessageContaining("after this predictor was closed");
  }
}
