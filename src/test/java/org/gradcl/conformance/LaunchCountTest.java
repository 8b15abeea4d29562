package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activation;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Layer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Target;
import org.gradcl.step.TrainingStep;
import org.junit.jupiter.api.Test;

/** A training step of L dense layers is at most 3L + 2 launches, one more where it clips. */
class LaunchCountTest {
  private static final int BATCH = 6;

  private static int launches(
      int layers, Activation hidden, Activation last, Loss loss, Optimizer optimizer) {
    List<Layer> model = new ArrayList<>();
    for (int i = 1; i < layers; i++) {
      model.add(Dense.of(4, 4, hidden));
    }
    model.add(Dense.of(4, 4, last));
    TrainingStep step =
        new TrainingStep(Sequential.of(model.toArray(Layer[]::new)), loss, optimizer);
    Target target = new Target(Target.MachineClass.GPU, 64, 1, 48 << 10, 64, 1L << 31, 1L << 33);
    return Compiler.compile(step.graph(BATCH), target).launches().size();
  }

  @Test
  void whateverTheLossAndTheActivationAndHoweverManyLayers() {
    for (Loss loss : Losses.all().stream().filter(l -> l.predictions() == 1).toList()) {
      for (Activation activation : Activations.all()) {
        for (int layers = 1; layers <= 4; layers++) {
          assertThat(
                  launches(layers, activation, Activations.IDENTITY, loss, Optimizers.adam(0.01f)))
              .as("%d layers, %s, %s", layers, activation, loss)
              .isLessThanOrEqualTo(3 * layers + 2);
          assertThat(launches(layers, activation, activation, loss, Optimizers.adam(0.01f)))
              .as("%d layers, %s also last, %s", layers, activation, loss)
              .isLessThanOrEqualTo(3 * layers + 2);
        }
      }
    }
  }

  @Test
  void whateverTheOptimizerAndOneMoreWithClipping() {
    for (Optimizer optimizer : Optimizers.all()) {
      for (int layers = 1; layers <= 3; layers++) {
        int free =
            launches(
                layers,
                Activations.GELU,
                Activations.IDENTITY,
                Losses.meanSquaredError(),
                optimizer);
        // LAMB measures the step of each tensor, of which a layer has two.
        int measured = optimizer.describe().startsWith("lamb") ? 2 * layers : 0;
        assertThat(free).as(optimizer.describe()).isLessThanOrEqualTo(3 * layers + 2 + measured);
        assertThat(
                launches(
                    layers,
                    Activations.GELU,
                    Activations.IDENTITY,
                    Losses.meanSquaredError(),
                    optimizer.withClipNorm(1)))
            .as(optimizer.describe() + ", clipped")
            .isEqualTo(free + 1);
      }
    }
  }
}
