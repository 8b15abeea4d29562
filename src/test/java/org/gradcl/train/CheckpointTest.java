package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.io.SafetensorsContent;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.SafetensorsWriter;
import org.gradcl.io.file.FullDisk;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.ParameterGroup;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.CheckpointException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final ArrayDataSet DATA = Trainers.curve(50, 1);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setFile() {
    file = folder.resolve("model.safetensors");
  }

  private void save() {
    try (Trainer trainer =
        Trainers.eventful(Trainers.onJvm().attribute("note", "größer")).build()) {
      trainer.fit(DATA, Fit.epochs(2).batchSize(16).validation(DATA).patience(5));
      trainer.save(file);
    }
  }

  @Test
  void aFileHoldsTheStateByNameAndShape() throws Exception {
    save();
    SafetensorsContent content = SafetensorsReader.readAll(file);
    assertThat(content.tensors().keySet())
        .contains(
            "layer.0.weight",
            "layer.2.bias",
            "optimizer/firstMoment/layer.0.weight",
            "best/layer.0.weight",
            "best/optimizer/secondMoment/layer.2.bias")
        .hasSize(24);
    assertThat(content.tensors().get("layer.0.weight").shape()).isEqualTo(Shape.of(16, 3));
    Checkpoint checkpoint = Checkpoint.load(file);
    assertThat(checkpoint.modelText())
        .isEqualTo("dense 3 16 tanh; dropout 0.2; dense 16 1 identity");
    assertThat(checkpoint.model().describe()).isEqualTo(checkpoint.modelText());
    assertThat(checkpoint.attributes()).containsExactly(Map.entry("note", "größer"));
    assertThat(checkpoint.schema()).isEmpty();
    assertThat(checkpoint.parameters()).hasSize(4);
    assertThat(checkpoint.history()).hasSize(2);
    assertThat(checkpoint.resumable()).isTrue();
    assertThat(checkpoint.step()).isLessThanOrEqualTo(8);
  }

  @Test
  void aRestoredTrainerGoesOnWithTheSameBits() {
    Trainers.State saved;
    float[] inputs = new float[30];
    Arrays.fill(inputs, 0.5f);
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm().totalSteps(20)).build()) {
      trainer.step(inputs, new float[10]);
      trainer.step(inputs, new float[10]);
      trainer.save(file);
      trainer.step(inputs, new float[10]);
      saved = Trainers.state(trainer);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    assertThat(checkpoint.resumable()).isFalse();
    try (Trainer trainer = checkpoint.trainer().deviceSelector(Trainers.jvmEngine()).build()) {
      assertThat(trainer.step(inputs, new float[10]).step()).isEqualTo(2);
      assertThat(Trainers.state(trainer)).isEqualTo(saved);
    }
  }

  @Test
  void groupsAndFrozenParametersAreSavedAndResumed() throws Exception {
    float[] inputs = new float[30];
    Arrays.fill(inputs, 0.5f);
    Optimizer optimizer =
        Optimizers.adamW(0.01)
            .withGroup("layer.0.weight", ParameterGroup::freeze)
            .withGroup("*.bias", group -> group.withWeightDecay(0).withFactor(0.5));
    Trainers.State saved;
    try (Trainer trainer =
        Trainers.onJvm()
            .totalSteps(20)
            .model(Sequential.of(Dense.of(3, 16), Dropout.of(0.2), Dense.of(16, 1)))
            .loss(Losses.meanSquaredError())
            .optimizer(optimizer)
            .build()) {
      trainer.step(inputs, new float[10]);
      trainer.save(file);
      assertThat(trainer.gradients().keySet())
          .containsExactly("layer.0.bias", "layer.2.weight", "layer.2.bias");
      trainer.step(inputs, new float[10]);
      saved = Trainers.state(trainer);
    }
    assertThat(SafetensorsReader.readAll(file).tensors().keySet())
        .contains("layer.0.weight", "optimizer/firstMoment/layer.0.bias")
        .doesNotContain("optimizer/firstMoment/layer.0.weight");
    try (Trainer trainer =
        Checkpoint.load(file).trainer().deviceSelector(Trainers.jvmEngine()).build()) {
      trainer.step(inputs, new float[10]);
      assertThat(Trainers.state(trainer)).isEqualTo(saved);
    }
    try (Predictor predictor = Predictor.load(file, DevicePolicy.jvm())) {
      assertThat(predictor.predict(DATA).shape()).isEqualTo(Shape.of(50, 1));
    }
  }

  @Test
  void anotherModelOrSeedIsRefusedNamingBoth() {
    save();
    Checkpoint checkpoint = Checkpoint.load(file);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                checkpoint
                    .trainer()
                    .optimizer(Optimizers.sgd(1))
                    .deviceSelector(Trainers.jvmEngine())
                    .build())
        .withMessageContainingAll("optimiser", "adam", "sgd", "model.safetensors");
    assertThatIllegalStateException()
        .isThrownBy(() -> checkpoint.trainer().seed(8).deviceSelector(Trainers.jvmEngine()).build())
        .withMessageContainingAll("seed", "'7'", "'8'");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 100, 1500})
  void aFullDiskWhileSavingKeepsTheOldFile(long room) throws IOException {
    save();
    byte[] before = Files.readAllBytes(file);
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm().files(new FullDisk(room))).build()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.save(file))
          .withMessageContainingAll("model.safetensors", "No space left", "older one is untouched");
      // The trainer is none the worse.
      assertThat(trainer.fit(DATA, Fit.epochs(1)).steps()).isEqualTo(2);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatIsNoCheckpointIsRefused() throws IOException {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.load(file))
        .withMessageContainingAll("model.safetensors", "no such file");
    SafetensorsWriter.write(file, List.of(), Map.of());
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.load(file))
        .withMessageContaining("not one that GradCL wrote");
    Files.delete(file);
    save();
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 4, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatExceptionOfType(CheckpointException.class)
          .as("%d of %d bytes", length, bytes.length)
          .isThrownBy(() -> Checkpoint.load(file))
          .withMessageContaining("model.safetensors");
    }
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("no step", metadata -> metadata.remove("step"), "no 'step'"),
        damage("no JSON", metadata -> metadata.put("fit", "{"), "damaged"),
        damage("a list", metadata -> metadata.put("fit", "[]"), "a JSON object is expected"),
        damage("no epochs", metadata -> metadata.put("fit", "{}"), "'epochs' is missing"),
        damage(
            "negative step",
            metadata -> metadata.compute("step", (k, v) -> v.replaceFirst("\"step\":", "$0-")),
            "'step' must be a whole number from 0"),
        damage(
            "position behind the data",
            metadata ->
                metadata.compute(
                    "fit", (k, v) -> v.replaceFirst("\"position\":0", "\"position\":51")),
            "'position' must be a whole number from 0 to 50"),
        damage("another version", metadata -> metadata.put("gradcl.format", "2"), "of version 2"),
        damage("deeply nested", metadata -> metadata.put("fit", "[".repeat(100_000)), "damaged"));
  }

  private static Arguments damage(
      String name, Consumer<Map<String, String>> change, String message) {
    return Arguments.of(name, change, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void damagedMetadataIsRefused(String name, Consumer<Map<String, String>> change, String message)
      throws IOException {
    save();
    SafetensorsContent content = SafetensorsReader.readAll(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    change.accept(metadata);
    SafetensorsWriter.write(file, content.tensors().values(), metadata);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.load(file))
        .withMessageContaining(message)
        .withMessageContaining("model.safetensors");
  }

  @Test
  void tensorsThatDoNotFitTheModelAreRefused() throws IOException {
    save();
    SafetensorsContent content = SafetensorsReader.readAll(file);
    List<HostTensor> tensors = new ArrayList<>(content.tensors().values());
    tensors.removeIf(tensor -> tensor.name().equals("layer.0.bias"));
    SafetensorsWriter.write(file, tensors, content.metadata());
    Checkpoint missing = Checkpoint.load(file);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> missing.trainer().deviceSelector(Trainers.jvmEngine()).build())
        .withMessageContainingAll("model.safetensors", "'layer.0.bias' of shape [16]", "none");
    tensors.add(HostTensor.of("layer.0.bias", Shape.of(15), new float[15]));
    SafetensorsWriter.write(file, tensors, content.metadata());
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.load(file))
        .withMessageContainingAll("model.safetensors", "'layer.0.bias'", "[16]", "[15]");
  }
}
