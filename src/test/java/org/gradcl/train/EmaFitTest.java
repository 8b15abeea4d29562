package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Activations;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that predict by the moving average of their weights. */
class EmaFitTest {
  private static final ArrayDataSet DATA = Trainers.curve(50, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);

  @TempDir Path folder;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice();
  }

  private static Sequential model() {
    return Sequential.of(
        Dense.of(3, 64), BatchNorm.standard(), Dense.of(64, 64, Activations.TANH), Dense.of(64, 1));
  }

  private static TrainerBuilder builder(EngineUnderTest engine, Optimizer optimizer) {
    return Trainers.on(engine).model(model()).loss(Losses.meanSquaredError()).optimizer(optimizer);
  }

  private static TrainerBuilder builder(EngineUnderTest engine) {
    Optimizer optimizer =
        Optimizers.adam(0.02)
            .withGroup("layer.0.*", group -> group.withFactor(0.5))
            .withLookahead(3, 0.5)
            .withEma(0.9);
    return builder(engine, optimizer).seed(5);
  }

  private static Fit fit() {
    return Fit.epochs(4).batchSize(16).shuffle().validation(VALIDATION).patience(9);
  }

  /** The average of a model's weights, in float64, over the steps of a fit. */
  private static final class Averages implements Listener {
    private final Trainer trainer;
    private final Map<String, double[]> averages = new LinkedHashMap<>();

    Averages(Trainer trainer) {
      this.trainer = trainer;
      trainer.parameters().all().forEach(p -> averages.put(p.name(), doubles(p)));
    }

    private static double[] doubles(HostTensor tensor) {
      double[] values = new double[tensor.floats().length];
      Arrays.setAll(values, i -> tensor.floats()[i]);
      return values;
    }

    @Override
    public void onStep(StepEvent event, FitControl control) {
      for (HostTensor parameter : trainer.parameters().all()) {
        double[] average = averages.get(parameter.name());
        for (int i = 0; i < average.length; i++) {
          boolean statistic = parameter.name().contains("running");
          double kept = statistic ? 0 : 0.9;
          average[i] = kept * average[i] + (1 - kept) * parameter.floats()[i];
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void averagesPredictInPlaceOfTheWeights(EngineUnderTest engine) {
    try (Trainer trainer = builder(engine).build();
        Trainer plain = builder(engine, Optimizers.sgd(0.1)).seed(5).build()) {
      assertThat(trainer.predict(VALIDATION).floats())
          .as("before the first step")
          .containsExactly(plain.predict(VALIDATION).floats());
      Averages averages = new Averages(trainer);
      List<EpochReport> epochs = trainer.fit(DATA, fit().listener(averages)).epochs();
      List<HostTensor> predicting = trainer.checkpoint().parameters();
      for (HostTensor average : predicting) {
        assertThat(Deviation.of(average.floats(), averages.averages.get(average.name())))
            .as(average.name())
            .isLessThan(1e-6);
      }
      plain.parameters().setAll(predicting);
      float[] expected = plain.predict(VALIDATION).floats();
      assertThat(trainer.predict(VALIDATION).floats()).containsExactly(expected);
      assertThat(trainer.evaluate(VALIDATION, Metrics.rmse()))
          .isEqualTo(plain.evaluate(VALIDATION, Metrics.rmse()));
      assertThat(epochs.get(3).validationLoss().getAsDouble())
          .isEqualTo(plain.evaluate(VALIDATION).loss());
      plain.parameters().setAll(trainer.parameters().all());
      assertThat(plain.predict(VALIDATION).floats()).isNotEqualTo(expected);

      // A file predicts as its trainer does, and is fine-tuned from there.
      Path file = folder.resolve("averaged.safetensors");
      trainer.save(file);
      try (Trainer tuned =
          Trainers.on(engine).restore(Checkpoint.load(file), Restore.PARAMETERS).build()) {
        assertThat(tuned.predict(VALIDATION).floats()).containsExactly(expected);
        assertThat(tuned.parameters().get("layer.0.weight").floats())
            .containsExactly(predicting.get(0).floats());
      }
    }
  }

  @Test
  void aPredictorHasTheAverages() {
    Path file = folder.resolve("averaged.safetensors");
    float[] expected;
    try (Trainer trainer = builder(JVM).build()) {
      trainer.fit(DATA, fit());
      expected = trainer.predict(VALIDATION).floats();
      trainer.save(file);
    }
    try (Predictor predictor = Predictor.load(file, DevicePolicy.jvm())) {
      float[] found = predictor.predict(VALIDATION).floats();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  @Test
  void aParameterThatIsSetHasItsAverageSet() {
    try (Trainer trainer = builder(JVM).build();
        Trainer other = builder(JVM, Optimizers.sgd(0.1)).seed(6).build()) {
      trainer.fit(DATA, fit());
      trainer.parameters().setAll(other.parameters().all());
      assertThat(trainer.predict(VALIDATION).floats())
          .containsExactly(other.predict(VALIDATION).floats());
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aRunThatWasStoppedGoesOnWithTheSameBits(EngineUnderTest engine) {
    Trainers.State whole;
    try (Trainer trainer = builder(engine).build()) {
      trainer.fit(DATA, fit());
      whole = Trainers.state(trainer);
    }
    for (int step : new int[] {6, 8}) {
      Path file = folder.resolve("stopped" + step + ".safetensors");
      try (Trainer trainer = builder(engine).build()) {
        trainer.fit(DATA, fit().listener(Trainers.atStep(step, control -> control.save(file))));
        assertThat(Trainers.state(trainer)).as("saving disturbs nothing").isEqualTo(whole);
      }
      Checkpoint checkpoint = Checkpoint.load(file);
      try (Trainer trainer = Trainers.restored(checkpoint, engine)) {
        trainer.fit(DATA, Fit.resume(checkpoint).validation(VALIDATION));
        assertThat(Trainers.state(trainer)).isEqualTo(whole);
      }
    }
  }
}
