package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures of data as it comes, not scaled. */
class EvaluationTest {
  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  /** Prices and years: the variance of the targets is a millionth of their square. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void theShareOfVarianceIsThatOfTargetsFarFromZero(EngineUnderTest engine) {
    int samples = 3000;
    float offset = 20_000;
    float[] x = new float[samples];
    float[] y = new float[samples];
    double squaredErrors = 0;
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      x[i] = (i % 100) / 25f - 2;
      y[i] = offset + x[i] + (i % 7 - 3) / 8f;
      squaredErrors += Math.pow(y[i] - (double) (offset + x[i]), 2);
      sum += y[i];
    }
    double squares = 0;
    for (float target : y) {
      squares += Math.pow(target - sum / samples, 2);
    }
    TrainerBuilder builder =
        Trainers.on(engine)
            .model(Sequential.of(Dense.of(1, 1)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(1));
    try (Trainer trainer = builder.build()) {
      trainer.parameters().set(HostTensor.of("layer.0.weight", Shape.of(1, 1), new float[] {1}));
      trainer.parameters().set(HostTensor.of("layer.0.bias", Shape.of(1), new float[] {offset}));
      ArrayDataSet data = ArrayDataSet.of(Shape.of(1), x, Shape.of(1), y);
      assertThat(trainer.evaluate(data, Metrics.rSquared()).metric("r2"))
          .isCloseTo(1 - squaredErrors / squares, within(1e-5));
    }
  }
}
