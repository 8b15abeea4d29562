package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.device.DevicePolicy;
import org.gradcl.metric.Metrics;
import org.gradcl.train.report.Evaluation;
import org.junit.jupiter.api.Test;

/** What happens where memory is short: pieces get smaller, a batch of a fit does not. */
class InferenceTest {
  private final List<Integer> loaded = new ArrayList<>();

  @Test
  void largeInputsAreCutIntoPiecesThatFit() {
    ArrayDataSet data = Trainers.curve(1000, 3);
    float[] expected;
    Evaluation evaluation;
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      expected = trainer.predict(data).floats();
      evaluation = trainer.evaluate(data, Metrics.mae());
    }
    try (Trainer trainer =
        Trainers.plain(
                Trainer.builder()
                    .seed(7)
                    .deviceSelector(SmallDevice.withRoomFor(100, loaded))
                    .device(DevicePolicy.jvm()))
            .build()) {
      assertThat(trainer.predict(data).floats()).containsExactly(expected);
      // 15 pieces of 64 and one of 40, filled up to 64.
      assertThat(loaded).containsExactly(64);
      loaded.clear();
      Evaluation inPieces = trainer.evaluate(data, Metrics.mae());
      assertThat(loaded).containsExactly(64, 40);
      assertThat(inPieces.samples()).isEqualTo(1000);
      assertThat(inPieces.loss()).isCloseTo(evaluation.loss(), within(1e-6));
      assertThat(inPieces.metric("mae")).isCloseTo(evaluation.metric("mae"), within(1e-6));
      // A batch that does not fit is an error of fit, never a smaller one.
      assertThatExceptionOfType(DeviceMemoryException.class)
          .isThrownBy(() -> trainer.fit(data, Fit.epochs(1).batchSize(128)))
          .withMessageEndingWith("A batch of 100 would fit.");
      assertThat(trainer.fit(data, Fit.epochs(1).batchSize(100)).steps()).isEqualTo(10);
    }
  }

  @Test
  void whereNotEvenOneSampleFitsTheErrorSaysSo() {
    try (Trainer trainer =
        Trainers.plain(
                Trainer.builder()
                    .deviceSelector(SmallDevice.withRoomFor(0))
                    .device(DevicePolicy.jvm()))
            .build()) {
      assertThatExceptionOfType(DeviceMemoryException.class)
          .isThrownBy(() -> trainer.predict(new float[3]));
      assertThatExceptionOfType(DeviceMemoryException.class)
          .isThrownBy(() -> trainer.evaluate(Trainers.curve(7, 1)));
    }
  }

  @Test
  void aFewPlansServeEveryNumberOfSamples() {
    try (Trainer trainer =
        Trainers.plain(
                Trainer.builder()
                    .deviceSelector(SmallDevice.withRoomFor(9999, loaded))
                    .device(DevicePolicy.jvm()))
            .build()) {
      IntStream.rangeClosed(1, 40).forEach(n -> trainer.predict(Trainers.curve(n, 1)));
      assertThat(loaded).containsExactly(1, 2, 4, 8, 16, 32, 64);
    }
  }

  @Test
  void plansThatAreNotUsedForLongGoFirst() {
    try (Trainer trainer =
        Trainers.plain(
                Trainer.builder()
                    .deviceSelector(SmallDevice.withRoomFor(9999, loaded))
                    .device(DevicePolicy.jvm()))
            .build()) {
      // Each number of samples is a plan of its own in evaluation; eight are kept.
      for (int n = 1; n <= 9; n++) {
        trainer.evaluate(Trainers.curve(n, 1));
      }
      assertThat(loaded).hasSize(9);
      trainer.evaluate(Trainers.curve(9, 1));
      trainer.evaluate(Trainers.curve(2, 1));
      assertThat(loaded).hasSize(9);
      trainer.evaluate(Trainers.curve(1, 1));
      assertThat(loaded).hasSize(10).endsWith(1);
    }
  }

  @Test
  void aSampleThatIsNullIsRefusedWithItsNumber() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      float[][] samples = {new float[3], null};
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.predict(samples))
          .withMessageContaining("Sample 1 (from 0) is null");
    }
  }
}
