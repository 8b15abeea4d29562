package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.device.Explanation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.AdaptiveAvgPool;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Block;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.Merging;
import org.gradcl.nn.Model;
import org.gradcl.nn.Residual;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.ParameterGroup;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks within blocks of a program's own, by their names: in plans, traces, errors and files. */
class NestedBlocksTest {
  private static final Shape IMAGE = Shape.of(4, 4, 2);
  private static final int SAMPLES = 6;

  /** A convolution and a norm with a way around them. */
  private record Around(int kernel) implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      Value y = scope.call("conv1", Conv2d.of(2, kernel).samePadding().withoutBias(), x);
      return Merging.add(scope, x, scope.call("norm1", BatchNorm.standard(), y));
    }
  }

  /** Calls its stage by name. */
  private record Stage(int kernel) implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      Block stage = Sequential.of(new Around(kernel), new Around(kernel));
      return scope.call("stage1", stage, x);
    }
  }

  private static Sequential model(int kernel) {
    return Sequential.ofInput(
        IMAGE,
        new Stage(kernel),
        AdaptiveAvgPool.global(),
        new Flatten(),
        Dense.to(3, Activations.TANH));
  }

  private static ArrayDataSet data() {
    float[] images = new float[SAMPLES * IMAGE.elements()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) Math.sin(i + 0.1 * i * i);
    }
    float[] targets = new float[SAMPLES * 3];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) Math.cos(i);
    }
    return ArrayDataSet.of(IMAGE, images, Shape.of(3), targets);
  }

  private static Trainer trainer(Model model, Optimizer optimizer) {
    return Trainers.onJvm()
        .model(model)
        .loss(Losses.meanSquaredError())
        .optimizer(optimizer)
        .build();
  }

  @Test
  void plansAndTracesNameBlocksByTheirPlaces() {
    try (Trainer trainer = trainer(model(3), Optimizers.sgd(0.1))) {
      assertThat(trainer.parameters().names())
          .startsWith("layer.0.stage1.0.conv1.weight", "layer.0.stage1.0.norm1.running_mean");
      Explanation plan = trainer.explain(4);
      assertThat(plan.toString()).contains("layer.0.stage1.0.conv1", "layer.0.stage1.1.norm1");
      ArrayDataSet data = data();
      Trace trace = trainer.trace(data.inputs(), data.targets());
      assertThat(trace.entry(Phase.BACKWARD, "gradient/layer.0.stage1.0.conv1.weight").values())
          .hasSize(2 * 2 * 3 * 3);
      assertThat(trace.entry(Phase.UPDATE, "layer.0.stage1.1.norm1.bias").values()).hasSize(2);
    }
  }

  @Test
  void errorsNameTheBlockWithin() {
    assertThatExceptionOfType(ShapeMismatchException.class)
        .isThrownBy(
            () ->
                Sequential.ofInput(
                    Shape.of(8), Sequential.of(new Flatten(), new Stage(3)), Dense.to(3)))
        .withMessageStartingWith(
            "layer.0.1.stage1.0.conv1: conv 2 3x3 identity padding=same bias=false takes samples of"
                + " 3 axes");
  }

  @Test
  void aModelOfOnesOwnIsLoadedWithTheModelGiven(@TempDir Path folder) {
    Path file = folder.resolve("own.safetensors");
    ArrayDataSet data = data();
    float[] expected;
    try (Trainer trainer = trainer(model(3), Optimizers.sgd(0.1))) {
      trainer.fit(data, Fit.epochs(1).batchSize(3));
      expected = trainer.predict(data).floats();
      trainer.save(file);
    }
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Predictor.load(file, DevicePolicy.jvm()))
        .withMessageContainingAll(
            file + ": its model 'input 4x4x2; Stage; global_avg_pool; flatten; dense 3 tanh'",
            "No layer is named 'stage'",
            "if it is the program's own, give it to the builder or to Predictor.of");
    Checkpoint checkpoint = Checkpoint.load(file);
    try (Predictor predictor =
        Predictor.of(checkpoint, model(3), DevicePolicy.jvm(), DeviceSettings.none())) {
      assertThat(predictor.predict(data).floats()).containsExactly(expected);
    }
    Model other = Sequential.ofInput(IMAGE, new Around(3), new Flatten(), Dense.to(3));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(
            () -> Predictor.of(checkpoint, other, DevicePolicy.jvm(), DeviceSettings.none()))
        .withMessage(
            file
                + ": its model is 'input 4x4x2; Stage; global_avg_pool; flatten; dense 3 tanh', the"
                + " one given is 'input 4x4x2; Around; flatten; dense 3 identity'; give the model"
                + " that was trained, for example Checkpoint.model()");
    assertThatExceptionOfType(CheckpointException.class)
        .as("the same text with other shapes")
        .isThrownBy(
            () -> Predictor.of(checkpoint, model(5), DevicePolicy.jvm(), DeviceSettings.none()))
        .withMessageContainingAll(
            "needs 'layer.0.stage1.0.conv1.weight' of shape [2, 2, 5, 5], found", "[2, 2, 3, 3]");
  }

  @Test
  void aModelOfTheCataloguesBlocksIsLoadedByItself(@TempDir Path folder) {
    Path file = folder.resolve("nested.safetensors");
    Sequential nested =
        Sequential.ofInput(
            IMAGE,
            Residual.of(Conv2d.of(2, 3).padding(1), BatchNorm.standard()),
            new Flatten(),
            Sequential.of(Dense.to(8, Activations.TANH), Dense.to(3)));
    ArrayDataSet data = data();
    float[] expected;
    try (Trainer trainer = trainer(nested, Optimizers.sgd(0.1))) {
      trainer.fit(data, Fit.epochs(1).batchSize(3));
      expected = trainer.predict(data).floats();
      trainer.save(file);
    }
    try (Predictor predictor = Predictor.load(file, DevicePolicy.jvm())) {
      assertThat(predictor.model()).isEqualTo(nested);
      assertThat(predictor.predict(data).floats()).containsExactly(expected);
    }
  }

  @Test
  void partsAreFrozenByThePatternOfTheirNames() {
    Optimizer optimizer = Optimizers.adam(0.05).withGroup("*stage1.0.*", ParameterGroup::freeze);
    try (Trainer trainer = trainer(model(3), optimizer)) {
      List<HostTensor> before = trainer.parameters().all();
      trainer.fit(data(), Fit.epochs(2).batchSize(3));
      List<String> names = trainer.parameters().names();
      List<String> kept =
          IntStream.range(0, names.size())
              .filter(
                  i ->
                      Arrays.equals(
                          before.get(i).floats(), trainer.parameters().get(names.get(i)).floats()))
              .mapToObj(names::get)
              .toList();
      // Running statistics of a frozen norm move, as those of PyTorch do.
      assertThat(kept)
          .containsExactly(
              "layer.0.stage1.0.conv1.weight",
              "layer.0.stage1.0.norm1.weight",
              "layer.0.stage1.0.norm1.bias");
      assertThat(trainer.gradients())
          .doesNotContainKeys(kept.toArray(String[]::new))
          .containsKey("layer.0.stage1.1.conv1.weight");
    }
  }
}
