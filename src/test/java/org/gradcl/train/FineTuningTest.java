package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Reduction;
import org.gradcl.loss.ScalarLoss;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.LoadReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new run from the parameters of a checkpoint. */
class FineTuningTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final Fit FIT = Fit.epochs(2).batchSize(16).shuffle();

  private static Checkpoint trained() {
    try (Trainer trainer =
        Trainers.eventful(Trainers.onJvm().attribute("note", "first").attribute("kept", "yes"))
            .build()) {
      trainer.fit(DATA, FIT);
      return trainer.checkpoint();
    }
  }

  private static List<float[]> floats(List<HostTensor> tensors) {
    return tensors.stream().map(HostTensor::floats).toList();
  }

  @Test
  void parametersAreTakenAndEverythingElseBeginsAnew() {
    Checkpoint checkpoint = trained();
    assertThat(checkpoint.step()).isEqualTo(14);
    try (Trainer trainer =
        Trainers.onJvm()
            .restore(checkpoint, Restore.PARAMETERS)
            .loss(Losses.meanAbsoluteError())
            .optimizer(Optimizers.adagrad(0.05))
            .attribute("note", "second")
            .build()) {
      Checkpoint start = trainer.checkpoint();
      assertThat(floats(start.parameters()))
          .usingRecursiveComparison()
          .isEqualTo(floats(checkpoint.parameters()));
      assertThat(start.step()).isZero();
      assertThat(start.lossText()).startsWith("mae");
      assertThat(start.optimizerText()).startsWith("adagrad");
      assertThat(start.modelText()).isEqualTo(checkpoint.modelText());
      assertThat(start.attributes()).containsEntry("note", "second").containsEntry("kept", "yes");
      assertThat(trainer.fit(DATA, FIT).lastEpoch().step()).isEqualTo(14);
    }
  }

  /** The same bits as of a trainer whose parameters were set by hand. */
  @Test
  void theRunIsThatOfATrainerWithTheseParameters() {
    Checkpoint checkpoint = trained();
    Supplier<TrainerBuilder> tuned =
        () -> Trainers.onJvm().objective(checkpoint.objective()).optimizer(Optimizers.adam(1e-4));
    Trainers.State byHand;
    try (Trainer trainer = tuned.get().model(checkpoint.model()).build()) {
      trainer.parameters().setAll(checkpoint.parameters());
      trainer.fit(DATA, FIT);
      byHand = Trainers.state(trainer);
    }
    try (Trainer trainer = tuned.get().restore(checkpoint, Restore.PARAMETERS).build()) {
      trainer.fit(DATA, FIT);
      assertThat(Trainers.state(trainer)).isEqualTo(byHand);
    }
  }

  @Test
  void whatIsNotGivenIsTheCheckpoints() {
    Checkpoint checkpoint = trained();
    try (Trainer trainer = Trainers.onJvm().restore(checkpoint, Restore.PARAMETERS).build()) {
      Checkpoint start = trainer.checkpoint();
      assertThat(start.optimizerText()).isEqualTo(checkpoint.optimizerText());
      assertThat(start.lossText()).isEqualTo(checkpoint.lossText());
      assertThat(start.step()).isZero();
      assertThat(start.totalSteps()).as("its own, once a fit says it").isEqualTo(1);
    }
  }

  @Test
  void aModelMayDifferInWhatHasNoParameters() {
    Checkpoint checkpoint = trained();
    Sequential model =
        Sequential.of(Dense.of(3, 16, Activations.RELU), Dropout.of(0.5), Dense.of(16, 1));
    try (Trainer trainer =
        Trainers.onJvm().restore(checkpoint, Restore.PARAMETERS).model(model).build()) {
      assertThat(floats(trainer.parameters().all()))
          .usingRecursiveComparison()
          .isEqualTo(floats(checkpoint.parameters()));
    }
    Sequential wider = Sequential.of(Dense.of(3, 17), Dropout.of(0.5), Dense.of(17, 1));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(
            () -> Trainers.onJvm().restore(checkpoint, Restore.PARAMETERS).model(wider).build())
        .withMessageContainingAll("'layer.0.weight' of shape [17, 3]", "[16, 3]")
        .withMessageEndingWith(
            "give a checkpoint of this model, or build the trainer without it and load what fits,"
                + " under other names if need be, with Parameters.load and Match.SOME");
  }

  /** A head of another size, behind a dropout that moves it to another place. */
  @Test
  void aModelThatDiffersInSizesTakesWhatFits(@TempDir Path folder) {
    Checkpoint checkpoint = trained();
    Path file = folder.resolve("trained.safetensors");
    checkpoint.save(file);
    try (Trainer trainer =
        Trainers.onJvm()
            .model(
                Sequential.of(
                    Dense.of(3, 16, Activations.TANH),
                    Dropout.of(0.1),
                    Dropout.of(0.2),
                    Dense.of(16, 2)))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      LoadReport report =
          trainer
              .parameters()
              .load(
                  file,
                  name ->
                      name.startsWith("optimizer/") ? null : name.replace("layer.2.", "layer.3."),
                  Match.SOME);
      assertThat(report.loaded()).containsOnlyKeys("layer.0.weight", "layer.0.bias");
      assertThat(report.mismatched())
          .extracting(LoadReport.Mismatch::parameter)
          .containsExactly("layer.3.weight", "layer.3.bias");
      assertThat(trainer.parameters().get("layer.0.weight").floats())
          .isEqualTo(checkpoint.parameters().get(0).floats());
    }
  }

  @Test
  void aScheduleThatNeedsTheTotalGetsItFromTheNewRun() {
    Checkpoint checkpoint = trained();
    Supplier<TrainerBuilder> builder =
        () ->
            Trainers.onJvm()
                .restore(checkpoint, Restore.PARAMETERS)
                .optimizer(Optimizers.adam(0.01).withSchedule(Schedules.cosine()));
    try (Trainer trainer = builder.get().build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> trainer.step(DATA))
          .withMessageContaining("depends on the total number of steps");
      trainer.fit(DATA, FIT);
      assertThat(trainer.checkpoint().totalSteps()).isEqualTo(14);
    }
    try (Trainer trainer = builder.get().totalSteps(99).build()) {
      assertThat(trainer.checkpoint().totalSteps()).isEqualTo(99);
    }
  }

  @Test
  void aLossThatIsTheProgramsOwnIsNotReadIfAnotherIsGiven() {
    Checkpoint checkpoint;
    Loss own = ScalarLoss.of("own", Reduction.MEAN, (p, t) -> p.minus(t).times(p.minus(t)));
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(3, 1)))
            .loss(own)
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      checkpoint = trainer.checkpoint();
    }
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Trainers.onJvm().restore(checkpoint, Restore.PARAMETERS).build())
        .withMessageContaining("own");
    try (Trainer trainer =
        Trainers.onJvm()
            .restore(checkpoint, Restore.PARAMETERS)
            .loss(Losses.meanSquaredError())
            .build()) {
      assertThat(trainer.checkpoint().lossText()).startsWith("mse");
    }
  }

  @Test
  void everythingIsAsRestoreAlone() {
    Checkpoint checkpoint = trained();
    try (Trainer all =
            Trainers.on(
                    Trainer.builder().restore(checkpoint, Restore.ALL),
                    EngineUnderTest.jvm().get(0))
                .build();
        Trainer alone =
            Trainers.on(Trainer.builder().restore(checkpoint), EngineUnderTest.jvm().get(0))
                .build()) {
      assertThat(Trainers.state(all)).isEqualTo(Trainers.state(alone));
      assertThat(all.checkpoint().step()).isEqualTo(14);
    }
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Trainer.builder().restore(checkpoint).optimizer(Optimizers.adam(1e-5)).build())
        .withMessageContainingAll("optimiser", "adam", "Restore.PARAMETERS");
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainer.builder().restore(checkpoint).restore(checkpoint))
        .withMessageContaining("set it once");
  }
}
