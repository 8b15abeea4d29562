package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.SafetensorsWriter;
import org.gradcl.io.TensorMapping;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.LogCapture;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.LoadReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters from safetensors files of any origin. */
class LoadParametersTest {
  /** From the names of PyTorch's Sequential(Linear(3, 8), Tanh(), Linear(8, 1)). */
  private static String renamed(String name) {
    return name.startsWith("0.") ? "layer." + name : name.replace("2.", "layer.1.");
  }

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setFile() {
    file = folder.resolve("weights.safetensors");
  }

  private static HostTensor tensor(String name, float first, int... extents) {
    Shape shape = Shape.of(extents);
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + i;
    }
    return HostTensor.of(name, shape, values);
  }

  private void write(HostTensor... tensors) throws IOException {
    SafetensorsWriter.write(file, List.of(tensors), Map.of("format", "pt"));
  }

  private static Trainer trainer() {
    return Trainers.plain(Trainers.onJvm()).build();
  }

  @Test
  void tensorsAreRenamedToTheModelsNames() throws IOException {
    write(
        tensor("0.weight", 1, 8, 3),
        tensor("0.bias", 2, 8),
        tensor("2.weight", 3, 1, 8),
        HostTensor.of("2.bias", Shape.of(1), new double[] {0.1}));
    try (Trainer trainer = trainer()) {
      LoadReport report = trainer.parameters().load(file, LoadParametersTest::renamed);
      assertThat(report.loaded())
          .containsExactly(
              Map.entry("layer.0.weight", Shape.of(8, 3)),
              Map.entry("layer.0.bias", Shape.of(8)),
              Map.entry("layer.1.weight", Shape.of(1, 8)),
              Map.entry("layer.1.bias", Shape.of(1)));
      assertThat(report.isComplete()).isTrue();
      assertThat(report)
          .hasToString(
              "4 loaded: layer.0.weight [8, 3], layer.0.bias [8], layer.1.weight [1, 8],"
                  + " layer.1.bias [1]");
      assertThat(trainer.parameters().get("layer.0.weight").floats())
          .containsExactly(tensor("", 1, 8, 3).floats());
      assertThat(trainer.parameters().get("layer.1.bias").floats())
          .as("float64, rounded")
          .containsExactly(0.1f);
    }
  }

  /** Weights and predictions that PyTorch recorded. */
  @Test
  void aModelOfAnotherSystemPredictsAsItDidThere() throws IOException {
    Path golden = Path.of("src/test/resources/org/gradcl/golden/mlp-relu-sgd.safetensors");
    Map<String, HostTensor> recorded = SafetensorsReader.readAll(golden).tensors();
    try (Trainer trainer =
        Trainers.onJvm()
            .model(
                Sequential.of(
                    Dense.of(7, 16, Activations.RELU),
                    Dense.of(16, 9, Activations.RELU),
                    Dense.of(9, 3)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      LoadReport report =
          trainer
              .parameters()
              .load(
                  golden, name -> name.startsWith("init.") ? name.replace("init", "layer") : null);
      assertThat(report.loaded()).hasSize(6);
      ArrayDataSet inputs = ArrayDataSet.ofInputs(Shape.of(7), recorded.get("x.0").floats());
      float[] predictions = trainer.predict(inputs).floats();
      double[] expected = recorded.get("prediction.0").doubles();
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) predictions[i]).isCloseTo(expected[i], within(1e-6));
      }
    }
  }

  /** Systems that store weights as {@code [in, out]} are common. */
  @Test
  void aTransposedMatrixIsNamedForWhatItIs() throws IOException {
    write(tensor("0.weight", 1, 3, 8), tensor("0.bias", 2, 8), tensor("2.weight", 3, 8, 1));
    try (Trainer trainer = trainer()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file, LoadParametersTest::renamed))
          .withMessageContaining(
              "not to be loaded, perhaps by permute(\"0.weight\", 1, 0), permute(\"2.weight\", 1,"
                  + " 0), or load");
      TensorMapping mapping =
          TensorMapping.of(LoadParametersTest::renamed).permute("*.weight", 1, 0);
      assertThat(trainer.parameters().load(file, mapping, Match.SOME).mismatched()).isEmpty();
      // [3, 8], counted from 1: the first column is 1, 9, 17.
      assertThat(trainer.parameters().get("layer.0.weight").floats()).startsWith(1, 9, 17, 2);
    }
  }

  @Test
  void axesOfOneAreNamedForWhatTheyAre() throws IOException {
    write(tensor("layer.0.bias", 2, 1, 8, 1));
    try (Trainer trainer = trainer()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file))
          .withMessageContaining("perhaps by squeeze(\"layer.0.bias\"), or load");
      TensorMapping mapping = TensorMapping.identity().squeeze("*bias");
      assertThat(trainer.parameters().load(file, mapping, Match.SOME).loaded())
          .containsOnlyKeys("layer.0.bias");
    }
  }

  @Test
  void aRuleThatCountsForNoTensorIsRefused() throws IOException {
    write(tensor("fc.weight", 1, 8, 3), tensor("fc.bias", 1, 8));
    TensorMapping mapping =
        TensorMapping.pytorch()
            .rename("fc.*", "layer.0.*")
            .leaveOut("fc.bias")
            .rename("head.*", "layer.1.*")
            .permute("conv.*", 3, 1, 2, 0);
    try (Trainer trainer = trainer()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file, mapping, Match.SOME))
          .withMessage(
              file
                  + ": the mapping's leaveOut(\"fc.bias\"), rename(\"head.*\", \"layer.1.*\"),"
                  + " permute(\"conv.*\", 3, 1, 2, 0) count for none of its 2 tensors, fc.weight,"
                  + " fc.bias; correct these rules, leave them out, or put them before others that"
                  + " match the same");
      TensorMapping tooMany = TensorMapping.identity().permute("fc.bias", 1, 0);
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file, tooMany, Match.SOME))
          .withMessage(
              file
                  + ": its tensor 'fc.bias' has the 1 axes [8], the rule permute(\"fc.bias\", 1, 0)"
                  + " those of 2; correct the rule");
    }
  }

  @Test
  void theCountersOfBatchNormsAreNamed() throws IOException {
    write(
        tensor("layer.0.bias", 1, 8),
        HostTensor.of("bn.num_batches_tracked", Shape.scalar(), new int[] {3}));
    try (Trainer trainer = trainer()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file))
          .withMessageContaining(
              "begin with TensorMapping.pytorch(), which leaves out num_batches_tracked");
      assertThat(trainer.parameters().load(file, TensorMapping.pytorch(), Match.SOME).unexpected())
          .isEmpty();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsChanged() throws IOException {
    write(
        tensor("0.weight", 1, 8, 3),
        tensor("2.weight", 3, 10, 8),
        tensor("2.bias", 3, 1),
        tensor("4.weight", 3, 2, 2));
    try (Trainer trainer = trainer()) {
      Trainers.State before = Trainers.state(trainer);
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file, LoadParametersTest::renamed))
          .withMessage(
              file
                  + ": its tensors are not those of the model (2 loaded: layer.0.weight [8, 3],"
                  + " layer.1.bias [1]; 1 missing: layer.0.bias [8]; 1 unexpected: 4.weight F32 [2,"
                  + " 2]; 1 of another shape: layer.1.weight [1, 8] ('2.weight' F32 [10, 8]));"
                  + " rename them to the model's names, leave out what is not to be loaded, or load"
                  + " what matches with Match.SOME; a checkpoint of GradCL is restored by"
                  + " TrainerBuilder.restore");
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file))
          .withMessageContainingAll(
              "4 missing: layer.0.weight [8, 3]",
              "4 unexpected: 0.weight",
              "not to be loaded, perhaps by rename(\"0.weight\", \"layer.0.weight\"),"
                  + " rename(\"2.bias\", \"layer.1.bias\"), or load");
      assertThat(Trainers.state(trainer)).isEqualTo(before);
    }
  }

  @Test
  void whatMatchesIsLoadedIfSomeIsEnough() throws IOException {
    write(tensor("0.weight", 1, 8, 3), tensor("2.weight", 3, 10, 8), tensor("running", 3, 2, 2));
    try (Trainer trainer = trainer();
        LogCapture log = LogCapture.of(Parameters.class)) {
      float[] kept = trainer.parameters().get("layer.1.weight").floats();
      LoadReport report = trainer.parameters().load(file, LoadParametersTest::renamed, Match.SOME);
      assertThat(report.loaded()).containsOnlyKeys("layer.0.weight");
      assertThat(report.missing())
          .containsExactly(
              Map.entry("layer.0.bias", Shape.of(8)), Map.entry("layer.1.bias", Shape.of(1)));
      assertThat(report.unexpected()).containsExactly(Map.entry("running", "F32 [2, 2]"));
      assertThat(report.mismatched())
          .containsExactly(
              new LoadReport.Mismatch("layer.1.weight", Shape.of(1, 8), "2.weight", "F32 [10, 8]"));
      assertThat(report.isComplete()).isFalse();
      assertThat(trainer.parameters().get("layer.0.weight").floats()[0]).isEqualTo(1);
      assertThat(trainer.parameters().get("layer.1.weight").floats()).containsExactly(kept);
      assertThat(log.warnings()).containsExactly(file + ": " + report);
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file, name -> name, Match.SOME))
          .withMessageContaining("no tensor has the name and shape of a parameter (4 missing: ");
    }
  }

  @Test
  void twoTensorsForOneParameterAreRefused() throws IOException {
    write(tensor("a", 1, 8), tensor("b", 1, 8));
    try (Trainer trainer = trainer()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file, name -> "layer.0.bias", Match.SOME))
          .withMessageContaining("'a' and 'b' are both renamed to 'layer.0.bias'");
      assertThat(
              trainer
                  .parameters()
                  .load(file, name -> name.equals("a") ? "layer.0.bias" : null, Match.SOME)
                  .unexpected())
          .isEmpty();
    }
  }

  @Test
  void numbersThatAreNoneInFloat32AreRefusedAndNothingIsChanged() throws IOException {
    try (Trainer trainer = trainer()) {
      Trainers.State before = Trainers.state(trainer);
      write(
          tensor("layer.0.weight", 1, 8, 3),
          HostTensor.of("layer.1.bias", Shape.of(1), new double[] {1e39}));
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file, name -> name, Match.SOME))
          .withMessageContainingAll(
              file.toString(), "'layer.1.bias' holds a number at index 0", "Infinity as float32");
      write(
          tensor("layer.0.weight", 1, 8, 3),
          HostTensor.of("layer.1.bias", Shape.of(1), new int[] {1}));
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file, name -> name, Match.SOME))
          .withMessageContainingAll("'layer.1.bias' I32 [1]", "F32, F64, F16 or BF16");
      assertThat(Trainers.state(trainer)).isEqualTo(before);
    }
  }

  @Test
  void aFileThatIsNoneIsRefused() throws IOException {
    try (Trainer trainer = trainer()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(folder.resolve("none.safetensors")))
          .withMessageContaining("none.safetensors");
      Files.writeString(file, "not a safetensors file");
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.parameters().load(file))
          .withMessageContaining(file.toString());
    }
  }

  @Test
  void theOptimisersMemoryAndTheStepStay() throws IOException {
    write(tensor("layer.0.bias", 1, 8));
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      ArrayDataSet data = Trainers.curve(32, 1);
      trainer.fit(data, Fit.epochs(1).batchSize(16));
      trainer.parameters().load(file, name -> name, Match.SOME);
      assertThat(trainer.checkpoint().step()).isEqualTo(2);
      assertThat(trainer.checkpoint().resumable()).isFalse();
    }
  }
}
