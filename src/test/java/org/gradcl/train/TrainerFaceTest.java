package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.backend.jvm.JvmBackendProvider;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.device.Explanation;
import org.gradcl.device.NoDeviceException;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.junit.jupiter.api.Test;

/** What the trainer shows of itself: parameters, gradients, plans, summary. */
class TrainerFaceTest {
  @Test
  void parametersAreReadAndSetByNameAndShape() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      Parameters parameters = trainer.parameters();
      assertThat(parameters.names())
          .containsExactly("layer.0.weight", "layer.0.bias", "layer.1.weight", "layer.1.bias");
      assertThat(parameters.shape("layer.0.weight")).isEqualTo(Shape.of(8, 3));
      float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
      parameters.set(HostTensor.of("layer.1.weight", Shape.of(1, 8), values));
      values[0] = 9;
      assertThat(parameters.get("layer.1.weight").floats()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(parameters.all()).hasSize(4);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> parameters.get("layer.9.weight"))
          .withMessageContainingAll("layer.9.weight", "layer.1.bias");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> parameters.set(HostTensor.of("layer.1.bias", Shape.of(2), new float[2])))
          .withMessageContainingAll("layer.1.bias", "[1]", "[2]");
      // Nothing of a bad set is written.
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  parameters.setAll(
                      List.of(
                          HostTensor.of("layer.1.weight", Shape.of(1, 8), new float[8]),
                          HostTensor.of("layer.1.bias", Shape.of(1), new float[] {Float.NaN}))))
          .withMessageContaining("NaN");
      assertThat(parameters.get("layer.1.weight").floats()[7]).isEqualTo(8);
    }
  }

  @Test
  void gradientsAreThoseOfTheLatestStep() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatIllegalStateException()
          .isThrownBy(trainer::gradients)
          .withMessageContaining("before the first step");
      Map<String, HostTensor> before = weights(trainer);
      trainer.step(new float[] {1, 2, 3}, new float[] {1});
      Map<String, HostTensor> gradients = trainer.gradients();
      assertThat(gradients.keySet()).containsExactlyElementsOf(trainer.parameters().names());
      // SGD with the rate 0.1: w − 0.1·g.
      Map<String, HostTensor> after = weights(trainer);
      gradients.forEach(
          (name, gradient) -> {
            for (int i = 0; i < gradient.floats().length; i++) {
              assertThat(after.get(name).floats()[i])
                  .isCloseTo(
                      before.get(name).floats()[i] - 0.1f * gradient.floats()[i], within(1e-6f));
            }
          });
    }
  }

  private static Map<String, HostTensor> weights(Trainer trainer) {
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    trainer.parameters().all().forEach(tensor -> weights.put(tensor.name(), tensor));
    return weights;
  }

  @Test
  void aProfileMeasuresAndChangesNothing() {
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm().totalSteps(9)).build()) {
      trainer.step(new float[3], new float[1]);
      Trainers.State before = Trainers.state(trainer);
      Explanation plain = trainer.explain(32);
      assertThat(plain.batchSize()).isEqualTo(32);
      assertThat(plain).hasToString(plain.text());
      // Two layers: 3·2 + 2 launches at most, dropout fused.
      assertThat(plain.launches()).hasSizeLessThanOrEqualTo(8);
      assertThat(plain.launches()).allMatch(launch -> launch.microseconds().isEmpty());
      Explanation measured = trainer.profile(32, 5);
      assertThat(measured.launches()).hasSameSizeAs(plain.launches());
      assertThat(measured.launches()).allMatch(launch -> launch.microseconds().getAsDouble() > 0);
      Explanation.Profile profile = measured.profile().orElseThrow();
      assertThat(profile.runs()).isEqualTo(5);
      assertThat(profile.warmUpSeconds()).isPositive();
      assertThat(plain.profile()).isEmpty();
      assertThat(Trainers.state(trainer)).isEqualTo(before);
      assertThat(trainer.step(new float[3], new float[1]).step()).isEqualTo(1);
    }
  }

  @Test
  void theSummaryHasLayersDeviceAndMemory() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThat(trainer.summary())
          .contains("dense 3 8 tanh", "mse scale=half", "sgd", "JVM engine", "for model and opti");
    }
  }

  @Test
  void aScheduleThatNeedsTheTotalSaysSo() {
    TrainerBuilder builder =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(1, 1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1).withSchedule(Schedules.cosine()));
    try (Trainer trainer = builder.build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.step(new float[1], new float[1]))
          .withMessageContainingAll("cosine", "totalSteps");
      ArrayDataSet data = ArrayDataSet.of(new float[][] {{1}}, new float[][] {{2}});
      // fit knows it.
      assertThat(trainer.fit(data, Fit.epochs(4)).epochs())
          .extracting(EpochReport::learningRate)
          .as("each epoch has the rate of its step, not that of the next: 0.1 · ½(1 + cos πk/4)")
          .containsExactly(0.1f, (float) 0.085355339, 0.05f, (float) 0.014644661);
    }
  }

  @Test
  void aRequiredDeviceThatIsMissingIsSaidBeforeAnythingIsBuilt() {
    TrainerBuilder builder =
        Trainer.builder()
            .model(Sequential.of(Dense.of(2, 2, Activations.RELU)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .device(DevicePolicy.requireGpu())
            .deviceSelector(
                DeviceSelector.of(List.of(new JvmBackendProvider()), DeviceSettings.none()));
    assertThatExceptionOfType(NoDeviceException.class)
        .isThrownBy(builder::build)
        .withMessageContainingAll("'gpu'", "DENIED_BY_POLICY", "JVM engine");
  }

  @Test
  void gradientsSurviveAProfileAndAFitWithoutSteps() {
    long[] now = {0};
    // By this clock a profile has no time to warm up.
    TrainerBuilder onJvm = Trainers.onJvm().clock(() -> now[0] += 6_000_000_000L);
    try (Trainer trainer = Trainers.plain(onJvm).build()) {
      Listener atOnce =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              trainer.cancel();
            }
          };
      trainer.fit(Trainers.curve(20, 1), Fit.epochs(1).batchSize(10).listener(atOnce));
      float[] gradient = trainer.gradients().get("layer.0.weight").floats();
      trainer.profile(20, 2);
      assertThat(trainer.gradients().get("layer.0.weight").floats()).containsExactly(gradient);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.profile(20, 0))
          .withMessageContaining("at least one run, found 0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.profile(0, 1))
          .withMessageContaining("at least one sample");
      // Neither has taken a batch buffer with it.
      for (int i = 0; i < 8; i++) {
        assertThat(trainer.profile(20, 1).launches()).isNotEmpty();
      }
    }
  }

  @Test
  void aParameterOfAnotherTypeIsRefused() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  trainer
                      .parameters()
                      .set(HostTensor.of("layer.1.bias", Shape.of(1), new double[] {1})))
          .withMessageContainingAll("layer.1.bias", "FLOAT32", "FLOAT64");
    }
  }

  @Test
  void sizesThatNoMemoryCanHoldAreSaid() {
    // On a device with little room, so that no gigabytes are tried out for the advice.
    TrainerBuilder small =
        Trainer.builder().deviceSelector(SmallDevice.withRoomFor(100)).device(DevicePolicy.jvm());
    try (Trainer trainer = Trainers.plain(small).build()) {
      // 8 numbers a sample in the hidden layer, and as many for their gradients: too many together,
      // then too many for one tensor.
      for (int batch : new int[] {200_000_000, 300_000_000}) {
        assertThatExceptionOfType(DeviceMemoryException.class)
            .isThrownBy(() -> trainer.explain(batch))
            .withMessageContainingAll("A batch of " + batch, "A batch of 100 would fit.");
      }
    }
    TrainerBuilder builder =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(40_000, 40_000), Dense.of(40_000, 40_000)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.adam(0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContainingAll("3200080000 parameters", "keeps 2 numbers for each", "smaller");
  }
}
