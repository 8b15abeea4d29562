package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.expr.Functions;
import org.gradcl.graph.UpdateRule;
import org.gradcl.graph.Value;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Reduction;
import org.gradcl.loss.ScalarLoss;
import org.gradcl.nn.Activated;
import org.gradcl.nn.Activation;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Block;
import org.gradcl.nn.Conv1d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.Residual;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedule;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.CheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program calls like something of a catalogue is not read from a file as that. */
class OwnNamesTest {
  private static final Activation STEEPER = Activation.of("relu", z -> z.times(5));

  /** Called as a layer of the catalogue is, which does something else. */
  private record Softmax() implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      return scope.map(x, e -> e.times(2));
    }
  }

  static List<Sequential> models() {
    return List.of(
        Sequential.of(Dense.of(3, 4), new Softmax(), Dense.to(2)),
        Sequential.of(Dense.of(3, 4), Residual.of(new Softmax()), Dense.to(2)),
        Sequential.of(Dense.of(3, 4, STEEPER), Dense.to(2)),
        Sequential.of(Dense.of(3, 4), Activated.by(STEEPER), Dense.to(2)),
        Sequential.ofInput(
            Shape.of(3, 1), Conv1d.of(2, 3).activation(STEEPER), new Flatten(), Dense.to(2)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelIsLoadedOnlyAsItIsGiven(Sequential model, @TempDir Path folder) {
    Path file = folder.resolve("own.safetensors");
    ArrayDataSet data =
        ArrayDataSet.ofInputs(model.inputShape(), new float[] {1, -2, 3, 0.5f, -1, 2});
    float[] expected;
    try (Trainer trainer = trainer(model, Losses.meanSquaredError(), Optimizers.sgd(0.1))) {
      expected = trainer.predict(data).floats();
      trainer.save(file);
    }
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Predictor.load(file, DevicePolicy.jvm()))
        .withMessageContaining("own")
        .withMessageContaining("if it is the program's own, give it to the builder");
    try (Predictor predictor =
        Predictor.of(Checkpoint.load(file), model, DevicePolicy.jvm(), DeviceSettings.none())) {
      assertThat(predictor.predict(data).floats()).containsExactly(expected);
    }
  }

  @Test
  void theSameFormulaIsThatOfTheCatalogue() {
    Activation mish = Activation.of("mish", z -> z.times(Functions.tanh(Functions.softplus(z))));
    assertThat(Dense.to(3, mish).describe()).isEqualTo("dense 3 mish");
    assertThat(Activated.by(Activations.leakyRelu(0.2)).describe())
        .isEqualTo("leaky_relu slope=0.2");
    assertThat(Optimizers.adamW(0.1).withEma(0.9).describe()).startsWith("adamw beta1=0.9 ");
  }

  @Test
  void aLossIsNotThatOfTheCatalogue(@TempDir Path folder) {
    Path file = folder.resolve("loss.safetensors");
    Loss loss = ScalarLoss.of("huber", Reduction.MEAN, (p, y) -> Functions.square(p.minus(y)));
    try (Trainer trainer = trainer(Sequential.of(Dense.of(1, 1)), loss, Optimizers.sgd(0.1))) {
      trainer.save(file);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    assertThat(checkpoint.lossText()).isEqualTo("own huber reduction=mean");
    assertThatExceptionOfType(CheckpointException.class).isThrownBy(checkpoint::objective);
    checkpoint.trainer().loss(loss).device(DevicePolicy.jvm()).build().close();
  }

  @Test
  void anOptimiserIsNotThatOfTheCatalogue() {
    Optimizer own =
        Optimizer.of(
            "sgd weight_decay=0",
            0.1,
            List.of(),
            UpdateRule.PARAMETER.minus(UpdateRule.GRADIENT.times(2)));
    assertThat(own.describe()).startsWith("own sgd ");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> own.withWeightDecay(0.1))
        .withMessageContaining("a program's own");
    Schedule cosine = new Schedule("cosine", UpdateRule.STEP.times(0.1));
    assertThat(Optimizers.sgd(1).withSchedule(cosine).describe()).endsWith("; schedule own cosine");
  }

  private static Trainer trainer(Sequential model, Loss loss, Optimizer optimizer) {
    return Trainers.onJvm().model(model).loss(loss).optimizer(optimizer).build();
  }
}
