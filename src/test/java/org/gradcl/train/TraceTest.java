package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradcl.graph.Phase;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraceTest {
  @Test
  void theTextbookCaseIsReadBackFromTheDevice() {
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(1, 1).withoutBias()))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      trainer.parameters().set(HostTensor.of("layer.0.weight", Shape.of(1, 1), new float[] {0.8f}));
      Trace trace = trainer.trace(new float[] {1}, new float[] {1});
      assertThat(value(trace, Phase.FORWARD, "prediction")).isCloseTo(0.8, within(1e-7));
      assertThat(value(trace, Phase.LOSS, "loss")).isCloseTo(0.02, within(1e-7));
      assertThat(value(trace, Phase.LOSS, "gradient/prediction")).isCloseTo(-0.2, within(1e-7));
      assertThat(value(trace, Phase.BACKWARD, "gradient/layer.0.weight"))
          .isCloseTo(-0.2, within(1e-7));
      assertThat(value(trace, Phase.UPDATE, "layer.0.weight")).isCloseTo(0.82, within(1e-7));
      assertThat(trace.entry(Phase.FORWARD, "layer.0.preactivation").formula())
          .isEqualTo("input · layer.0.weightᵀ");
      assertThat(trace.entry(Phase.BACKWARD, "gradient/layer.0.weight").formula())
          .contains("ᵀ · input");
      assertThat(trace.toString())
          .contains(
              "JVM engine", "layer.0.preactivation [1, 1] = input · layer.0.weightᵀ, 0.0e+00");
    }
  }

  private static double value(Trace trace, Phase phase, String name) {
    return trace.entry(phase, name).values()[0];
  }

  static List<Loss> losses() {
    return List.of(Losses.meanSquaredError(), Losses.bceWithLogits(), Losses.softmaxCrossEntropy());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void deviceFloat64AndNumericDerivativesAgree(Loss loss) {
    boolean classes = loss.equals(Losses.softmaxCrossEntropy());
    int outputs = classes ? 3 : 1;
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(2, 3, Activations.TANH), Dense.of(3, outputs)))
            .loss(loss)
            .optimizer(Optimizers.adam(0.01))
            .build()) {
      float[] inputs = {0.5f, -1, 0.25f, 2};
      float[] targets = {1, 0};
      for (int i = 0; i < 3; i++) {
        Trace trace = trainer.trace(inputs, targets);
        assertThat(trace.entries()).extracting(Trace.Entry::name).contains("layer.1.activation");
        for (Trace.Entry entry : trace.entries()) {
          assertThat(entry.error()).as(entry.name()).isLessThan(1e-6);
          entry
              .numeric()
              .ifPresent(
                  numeric -> {
                    for (int j = 0; j < numeric.length; j++) {
                      assertThat(entry.reference()[j])
                          .as(entry.name())
                          .isCloseTo(numeric[j], within(1e-8));
                    }
                  });
        }
        assertThat(trace.entries().stream().filter(e -> e.numeric().isPresent()))
            .hasSize(5)
            .allMatch(entry -> entry.name().startsWith("gradient/"));
      }
      assertThat(trainer.checkpoint().step()).isEqualTo(3);
    }
  }
}
