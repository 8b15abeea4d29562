package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch norm in a fit: what it refuses, what runs, and what a file keeps of it. */
class BatchNormFitTest {
  private static final int BATCH = 16;
  private static final String RUNNING_MEAN = "layer.1.running_mean";

  private static ArrayDataSet data(int samples) {
    Random random = new Random(3);
    float[] inputs = Samples.normal(random, samples * 3, 1);
    float[] targets = new float[samples];
    for (int i = 0; i < samples; i++) {
      targets[i] = inputs[3 * i] - 2 * inputs[3 * i + 1] + 5;
    }
    return ArrayDataSet.of(Shape.of(3), inputs, Shape.of(1), targets);
  }

  private static Trainer trainer() {
    return Trainer.builder()
        .model(
            Sequential.ofInput(
                Shape.of(3), Dense.to(8, Activations.TANH), BatchNorm.standard(), Dense.to(1)))
        .loss(Losses.meanSquaredError())
        .optimizer(Optimizers.adam(0.02))
        .device(DevicePolicy.jvm())
        .build();
  }

  @Test
  void aLastBatchOfOneIsRefusedBeforeTheFirstStep() {
    try (Trainer trainer = trainer()) {
      float[] before = trainer.parameters().get("layer.0.weight").floats();
      assertThatThrownBy(() -> trainer.fit(data(2 * BATCH + 1), Fit.epochs(1).batchSize(BATCH)))
          .isInstanceOf(ShapeMismatchException.class)
          .hasMessageContainingAll("layer.1: batch_norm", "one number a channel", "dropLast");
      assertThat(trainer.parameters().get("layer.0.weight").floats()).containsExactly(before);
      trainer.fit(data(2 * BATCH + 1), Fit.epochs(1).batchSize(BATCH).dropLast());
      assertThat(trainer.parameters().get("layer.0.weight").floats()).isNotEqualTo(before);
    }
  }

  @Test
  void whatRunsIsWhatEvaluationUsesAlsoFromAFile(@TempDir Path folder) {
    Path file = folder.resolve("model.safetensors");
    float[] sample = {0.5f, -0.25f, 1};
    float predicted;
    try (Trainer trainer = trainer()) {
      assertThat(trainer.parameters().get(RUNNING_MEAN).floats()).containsOnly(0);
      ArrayDataSet data = data(20 * BATCH);
      double before = trainer.evaluate(data).loss();
      trainer.fit(data, Fit.epochs(20).batchSize(BATCH).shuffle());
      assertThat(trainer.parameters().get(RUNNING_MEAN).floats()).doesNotContain(0f);
      assertThat(trainer.evaluate(data).loss()).isLessThan(before / 20);
      assertThat(trainer.gradients()).doesNotContainKey(RUNNING_MEAN);
      predicted = trainer.predict(sample)[0];
      trainer.save(file);
    }
    try (Predictor predictor = Predictor.load(file, DevicePolicy.jvm())) {
      assertThat(predictor.predict(sample)).containsExactly(predicted);
    }
  }
}
