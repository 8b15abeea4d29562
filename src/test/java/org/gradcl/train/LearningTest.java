package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small problems whose answer is known, on every engine. */
class LearningTest {
  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  private static TrainerBuilder on(EngineUnderTest engine) {
    return Trainers.on(engine).seed(7);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void theTextbookCase(EngineUnderTest engine) {
    try (Trainer trainer =
        on(engine)
            .model(Sequential.of(Dense.of(1, 1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      // ŷ = w·x with x = 1 and w = 0.8, y = 1: loss 0.02, ∂L/∂ŷ = ∂L/∂w = −0.2, w ← 0.8 + 0.02.
      trainer
          .parameters()
          .setAll(
              List.of(
                  HostTensor.of("layer.0.weight", Shape.of(1, 1), new float[] {0.8f}),
                  HostTensor.of("layer.0.bias", Shape.of(1), new float[] {0})));
      assertThat(trainer.predict(new float[] {1})).containsExactly(0.8f);
      StepResult result = trainer.step(new float[] {1}, new float[] {1});
      assertThat(result.loss()).isCloseTo(0.02, within(1e-7));
      assertThat(trainer.gradients().get("layer.0.weight").floats()[0])
          .isCloseTo(-0.2f, within(1e-7f));
      assertThat(trainer.gradients().get("layer.0.bias").floats()[0])
          .isCloseTo(-0.2f, within(1e-7f));
      assertThat(trainer.parameters().get("layer.0.weight").floats()[0])
          .isCloseTo(0.82f, within(1e-7f));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aPerceptronLearnsAnd(EngineUnderTest engine) {
    float[][] inputs = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    float[][] targets = {{0}, {0}, {0}, {1}};
    ArrayDataSet data = ArrayDataSet.of(inputs, targets);
    try (Trainer trainer =
        on(engine)
            .model(Sequential.of(Dense.of(2, 1)))
            .loss(Losses.bceWithLogits())
            .optimizer(Optimizers.sgd(1))
            .build()) {
      trainer.fit(data, Fit.epochs(200).batchSize(4));
      assertThat(trainer.evaluate(data, Metrics.accuracy()).metric("accuracy")).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void twoLayersLearnXor(EngineUnderTest engine) {
    float[][] inputs = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    float[][] targets = {{0}, {1}, {1}, {0}};
    ArrayDataSet data = ArrayDataSet.of(inputs, targets);
    try (Trainer trainer =
        on(engine)
            .model(Sequential.of(Dense.of(2, 8, Activations.TANH), Dense.of(8, 1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.adam(0.05))
            .build()) {
      TrainingReport report = trainer.fit(data, Fit.epochs(500).batchSize(4).shuffle());
      assertThat(report.lastEpoch().loss()).isLessThan(1e-4);
      float[][] predictions = trainer.predict(inputs);
      for (int i = 0; i < 4; i++) {
        assertThat(predictions[i][0]).isCloseTo(targets[i][0], within(0.05f));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void linearRegressionFindsItsClosedForm(EngineUnderTest engine) {
    // y = 2a − 3b + 0.5 with noise that is orthogonal to nothing: normal equations of three
    // unknowns.
    int samples = 64;
    float[][] inputs = new float[samples][2];
    float[][] targets = new float[samples][1];
    double[][] normal = new double[3][4];
    for (int i = 0; i < samples; i++) {
      inputs[i][0] = (float) Math.sin(i * 1.3);
      inputs[i][1] = (float) Math.cos(i * 0.7);
      targets[i][0] = 2 * inputs[i][0] - 3 * inputs[i][1] + 0.5f + 0.1f * (float) Math.sin(i * 5.1);
      double[] row = {inputs[i][0], inputs[i][1], 1, targets[i][0]};
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 4; k++) {
          normal[j][k] += row[j] * row[k];
        }
      }
    }
    double[] solution = solve(normal);
    try (Trainer trainer =
        on(engine)
            .model(Sequential.of(Dense.of(2, 1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.5))
            .build()) {
      trainer.fit(ArrayDataSet.of(inputs, targets), Fit.epochs(300).batchSize(samples));
      float[] weight = trainer.parameters().get("layer.0.weight").floats();
      float[] bias = trainer.parameters().get("layer.0.bias").floats();
      assertThat(weight[0]).isCloseTo((float) solution[0], within(1e-5f));
      assertThat(weight[1]).isCloseTo((float) solution[1], within(1e-5f));
      assertThat(bias[0]).isCloseTo((float) solution[2], within(1e-5f));
    }
  }

  /** Gauss's elimination; the matrix is well conditioned. */
  private static double[] solve(double[][] a) {
    int n = a.length;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double factor = a[j][i] / a[i][i];
        for (int k = i; k <= n; k++) {
          a[j][k] -= factor * a[i][k];
        }
      }
    }
    double[] x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      x[i] = a[i][n];
      for (int j = i + 1; j < n; j++) {
        x[i] -= a[i][j] * x[j];
      }
      x[i] /= a[i][i];
    }
    return x;
  }
}
