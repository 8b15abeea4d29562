package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.device.DevicePolicy;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Labelled values of many samples, and predictions piece by piece. */
class ValuesTest {
  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  /** h = tanh(2x + 1), ŷ = 3h − 1, and half of each sample's squared error. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void everyLabelledValueIsThatOfItsFormula(EngineUnderTest engine) {
    try (Trainer trainer =
        Trainers.on(engine)
            .model(Sequential.of(Dense.of(1, 1, Activations.TANH), Dropout.of(0.5), Dense.of(1, 1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      set(trainer, "layer.0.weight", Shape.of(1, 1), 2);
      set(trainer, "layer.0.bias", Shape.of(1), 1);
      set(trainer, "layer.2.weight", Shape.of(1, 1), 3);
      set(trainer, "layer.2.bias", Shape.of(1), -1);
      int samples = 1030;
      float[][] x = new float[samples][1];
      float[][] y = new float[samples][1];
      for (int i = 0; i < samples; i++) {
        x[i][0] = i / 515f - 1;
        y[i][0] = i % 7;
      }
      Map<String, HostTensor> values =
          trainer.values(
              ArrayDataSet.of(x, y),
              "loss",
              "layer.0.preactivation",
              "prediction",
              "layer.0.activation");
      assertThat(values.keySet())
          .containsExactly("loss", "layer.0.preactivation", "prediction", "layer.0.activation");
      values.forEach(
          (label, value) -> {
            assertThat(value.name()).isEqualTo(label);
            assertThat(value.shape()).isEqualTo(Shape.of(samples, 1));
          });
      for (int i = 0; i < samples; i++) {
        double z = 2.0 * x[i][0] + 1;
        double prediction = 3 * Math.tanh(z) - 1;
        assertThat(values.get("layer.0.preactivation").floats()[i])
            .isCloseTo((float) z, within(1e-6f));
        assertThat(values.get("layer.0.activation").floats()[i])
            .isCloseTo((float) Math.tanh(z), within(1e-6f));
        assertThat(values.get("prediction").floats()[i])
            .isCloseTo((float) prediction, within(3e-6f));
        assertThat(values.get("loss").floats()[i])
            .isCloseTo((float) (Math.pow(prediction - y[i][0], 2) / 2), within(1e-4f));
      }
    }
  }

  private static void set(Trainer trainer, String name, Shape shape, float value) {
    trainer.parameters().set(HostTensor.of(name, shape, new float[] {value}));
  }

  /** The same value under two labels, and the losses of a row program. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void theLossesOfAllSamplesAreThoseOfTheEvaluation(EngineUnderTest engine) {
    ArrayDataSet data = ArrayDataSet.of(new float[][] {{1}, {-2}, {3}}, new int[] {0, 2, 1});
    try (Trainer trainer =
        Trainers.on(engine)
            .model(Sequential.of(Dense.of(1, 3)))
            .loss(Losses.softmaxCrossEntropy())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      Map<String, HostTensor> values =
          trainer.values(data, "loss", "layer.0.preactivation", "layer.0.activation", "prediction");
      float[] losses = values.get("loss").floats();
      float[] logits = values.get("prediction").floats();
      assertThat(values.get("loss").shape()).isEqualTo(Shape.of(3));
      assertThat(values.get("layer.0.preactivation").floats()).containsExactly(logits);
      assertThat(values.get("layer.0.activation").floats()).containsExactly(logits);
      int[] classes = {0, 2, 1};
      for (int i = 0; i < 3; i++) {
        double sum = 0;
        for (int j = 0; j < 3; j++) {
          sum += Math.exp(logits[3 * i + j]);
        }
        assertThat((double) losses[i])
            .isCloseTo(Math.log(sum) - logits[3 * i + classes[i]], within(1e-5));
      }
      double mean = (losses[0] + losses[1] + losses[2]) / 3.0;
      assertThat(mean).isCloseTo(trainer.evaluate(data).loss(), within(1e-5));
    }
  }

  @Test
  void whatIsNotThereIsRefusedWithWhatIs() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      ArrayDataSet inputs = ArrayDataSet.ofInputs(Shape.of(3), new float[6]);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.values(inputs, "dense1"))
          .withMessageContainingAll(
              "no values named [dense1]",
              "layer.0.preactivation, layer.0.activation, layer.1.preactivation,"
                  + " layer.1.activation, prediction, loss");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.values(inputs))
          .withMessageContaining("Name at least one value");
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.values(inputs, "loss"))
          .withMessageContainingAll("The loss mse", "The data has no 'target'; it has [input]");
      assertThat(trainer.values(inputs, "layer.0.activation").get("layer.0.activation").shape())
          .isEqualTo(Shape.of(2, 8));
      BatchSource endless = Trainers.Sized.of(Trainers.curve(100, 1), 3_000_000_000L);
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.values(endless, "layer.0.activation"))
          .withMessageContainingAll("3000000000 samples", "'layer.0.activation' has 8 numbers");
    }
  }

  @Test
  void valuesLeaveTheRunAlone() {
    ArrayDataSet data = Trainers.curve(50, 1);
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).build()) {
      trainer.fit(data, Fit.epochs(1));
      Trainers.State before = Trainers.state(trainer);
      trainer.values(data, "loss", "layer.0.activation");
      trainer.predict(data, piece -> {});
      assertThat(Trainers.state(trainer)).isEqualTo(before);
    }
  }

  @Test
  void predictionsComePieceByPieceInTheOrderOfTheData(@TempDir Path folder) {
    ArrayDataSet data = Trainers.curve(2500, 1);
    Path file = folder.resolve("model.safetensors");
    float[] whole;
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      whole = trainer.predict(data).floats();
      trainer.save(file);
      List<HostTensor> pieces = new ArrayList<>();
      trainer.predict(Trainers.Streamed.of(data), pieces::add);
      assertPieces(pieces, whole);
    }
    try (Predictor predictor =
        Predictor.of(
            Checkpoint.load(file),
            Checkpoint.load(file).model(),
            DevicePolicy.jvm(),
            Trainers.jvmEngine())) {
      List<HostTensor> pieces = new ArrayList<>();
      predictor.predict(data, pieces::add);
      assertPieces(pieces, whole);
      assertThat(predictor.values(data, "prediction").get("prediction").floats())
          .containsExactly(whole);
    }
  }

  private static void assertPieces(List<HostTensor> pieces, float[] whole) {
    assertThat(pieces.stream().map(HostTensor::shape))
        .containsExactly(Shape.of(1024, 1), Shape.of(1024, 1), Shape.of(452, 1));
    assertThat(pieces).allMatch(piece -> piece.name().equals("prediction"));
    int at = 0;
    for (HostTensor piece : pieces) {
      for (float value : piece.floats()) {
        assertThat(value).isEqualTo(whole[at++]);
      }
    }
  }

  @Test
  void aConsumerMayPredictAndItsFailureEndsThePrediction() {
    ArrayDataSet data = Trainers.curve(2500, 1);
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      float[] whole = trainer.predict(data).floats();
      List<Float> firsts = new ArrayList<>();
      trainer.predict(
          data, piece -> firsts.add(trainer.predict(data.select(firsts.size())).floats()[0]));
      assertThat(firsts).hasSize(3).allMatch(first -> first == whole[firsts.indexOf(first)]);
      int[] pieces = {0};
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () ->
                  trainer.predict(
                      data,
                      piece -> {
                        if (++pieces[0] == 2) {
                          throw new IllegalStateException("the disk is full");
                        }
                      }))
          .withMessage("the disk is full");
      assertThat(pieces[0]).isEqualTo(2);
      assertThat(trainer.predict(data).floats()).containsExactly(whole);
    }
  }

  /** A prediction as a whole refuses so many; piece by piece there is no limit but the caller's. */
  @Test
  void moreSamplesThanAnArrayHoldsArePredictedPieceByPiece() {
    BatchSource endless = Trainers.Sized.of(Trainers.curve(100, 1), 3_000_000_000L);
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      int[] rows = {0};
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () ->
                  trainer.predict(
                      endless,
                      piece -> {
                        rows[0] += piece.shape().extent(0);
                        if (rows[0] == 4096) {
                          throw new IllegalStateException("enough");
                        }
                      }))
          .withMessage("enough");
      assertThat(rows[0]).isEqualTo(4096);
    }
  }
}
