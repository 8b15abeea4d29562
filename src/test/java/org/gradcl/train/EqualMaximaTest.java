package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.gradcl.device.DevicePolicy;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Block;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.Initializers;
import org.gradcl.nn.Layers;
import org.gradcl.nn.ParameterSpec;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where all numbers of a window are equal, the first of them gains the gradient, as in PyTorch. */
class EqualMaximaTest {
  private static final Shape IMAGE = Shape.of(4, 4, 1);

  /** Adds a learnt number to each pixel. */
  private record Shift() implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      Value shift = scope.parameter(new ParameterSpec("shift", IMAGE, Initializers.ZEROS, 1, 1));
      return scope.map(x, shift, Expr::plus);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "max_pool 2, '1010 0000 1010 0000'",
    "max_pool 4, '1000 0000 0000 0000'",
    "max_pool 4x1, '1111 0000 0000 0000'",
    "max_pool 3 stride=1, '1100 1100 0000 0000'",
    "max_pool 2 stride=3, '1000 0000 0000 0000'"
  })
  void theFirstGains(String pool, String gains) {
    Sequential model = Sequential.ofInput(IMAGE, new Shift(), Layers.named(pool), new Flatten());
    float[] pixels = new float[16];
    Arrays.fill(pixels, 3);
    try (Trainer trainer =
        Trainer.builder()
            .model(model)
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .device(DevicePolicy.jvm())
            .build()) {
      trainer.step(pixels, new float[model.outputShape().elements()]);
      StringBuilder gained = new StringBuilder();
      float[] gradient = trainer.gradients().get("layer.0.shift").floats();
      for (int i = 0; i < 16; i++) {
        gained.append(i > 0 && i % 4 == 0 ? " " : "").append(gradient[i] > 0 ? 1 : 0);
      }
      assertThat(gained).hasToString(gains);
    }
  }
}
