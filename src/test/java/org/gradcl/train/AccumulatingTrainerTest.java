package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainers whose steps take several batches. */
class AccumulatingTrainerTest {
  @TempDir Path folder;

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice().toList();
  }

  private static float[] parameters(Trainer trainer) {
    List<Float> all = new ArrayList<>();
    for (HostTensor tensor : trainer.parameters().all()) {
      for (float value : tensor.floats()) {
        all.add(value);
      }
    }
    float[] values = new float[all.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = all.get(i);
    }
    return values;
  }

  /** Of 48 samples, three batches of 4 are as one of 12. */
  @ParameterizedTest
  @MethodSource("engines")
  void fitsAsWithLargerBatches(EngineUnderTest engine) {
    ArrayDataSet data = Trainers.curve(48, 1);
    try (Trainer small = Trainers.plain(Trainers.on(engine).seed(3)).accumulate(3).build();
        Trainer large = Trainers.plain(Trainers.on(engine).seed(3)).build()) {
      TrainingReport found = small.fit(data, Fit.epochs(3).batchSize(4).shuffle());
      TrainingReport expected = large.fit(data, Fit.epochs(3).batchSize(12).shuffle());
      assertThat(found.steps()).isEqualTo(expected.steps()).isEqualTo(12);
      for (int i = 0; i < 3; i++) {
        EpochReport epoch = found.epochs().get(i);
        assertThat(epoch.loss()).isCloseTo(expected.epochs().get(i).loss(), within(1e-6));
        assertThat(epoch.step()).isEqualTo(4L * (i + 1));
        assertThat(epoch.samples()).isEqualTo(48);
      }
      double[] reference = new double[parameters(large).length];
      Arrays.setAll(reference, i -> parameters(large)[i]);
      assertThat(Deviation.of(parameters(small), reference)).isLessThanOrEqualTo(1e-5);
    }
  }

  /** With dropout and a batch norm, whose sums run over all samples of a batch. */
  @Test
  void theNumberOfThreadsChangesNoBit() {
    for (EngineUnderTest engine : EngineUnderTest.jvm()) {
      List<float[]> found = new ArrayList<>();
      for (int threads : new int[] {1, 2, 5}) {
        EngineUnderTest with = engine.withThreads(threads);
        try (Trainer trainer =
            Trainers.on(with)
                .seed(3)
                .model(
                    Sequential.ofInput(
                        Shape.of(3),
                        Dense.to(67, Activations.TANH),
                        BatchNorm.standard(),
                        Dropout.of(0.2),
                        Dense.to(1)))
                .loss(Losses.meanSquaredError())
                .optimizer(Optimizers.adam(0.01).withClipNorm(0.5))
                .accumulate(3)
                .build()) {
          TrainingReport report =
              trainer.fit(Trainers.curve(1500, 1), Fit.epochs(1).batchSize(211).shuffle());
          assertThat(report.steps()).isEqualTo(3);
          found.add(parameters(trainer));
        }
      }
      assertThat(found.get(1)).as(engine.name()).containsExactly(found.get(0));
      assertThat(found.get(2)).as(engine.name()).containsExactly(found.get(0));
    }
  }

  /** 50 samples are 13 batches of 4, the last of 2: five steps, the last of one batch. */
  @Test
  void theLastStepTakesTheBatchesThatAreLeft() {
    ArrayDataSet data = Trainers.curve(50, 1);
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).accumulate(3).build()) {
      assertThat(trainer.fit(data, Fit.epochs(2).batchSize(4)).steps()).isEqualTo(10);
      assertThat(trainer.fit(data, Fit.epochs(2).batchSize(4).dropLast()).steps()).isEqualTo(8);
      assertThat(trainer.fit(data, Fit.epochs(1).batchSize(64)).steps()).isEqualTo(1);
      assertThat(trainer.fit(data, Fit.steps(7).batchSize(4)).steps()).isEqualTo(7);
    }
  }

  @Test
  void theLossOfAnEpochOfSumsIsTheirSum() {
    ArrayDataSet data = Trainers.curve(20, 1);
    List<Double> losses = new ArrayList<>();
    for (int accumulate : new int[] {1, 2}) {
      try (Trainer trainer =
          Trainer.builder()
              .deviceSelector(Trainers.jvmEngine())
              .seed(7)
              .model(Trainers.plain(Trainers.onJvm()).build().model())
              .loss(Losses.named("mse reduction=sum"))
              .optimizer(Optimizers.sgd(1e-12))
              .accumulate(accumulate)
              .build()) {
        losses.add(trainer.fit(data, Fit.epochs(1).batchSize(3)).epochs().get(0).loss());
      }
    }
    assertThat(losses.get(1)).isCloseTo(losses.get(0), within(1e-4 * losses.get(0)));
  }

  /** With dropout: its numbers differ from batch to batch, and go on where they were. */
  @ParameterizedTest
  @MethodSource("engines")
  void aRunThatWasStoppedWithinAnEpochGoesOnWithTheSameBits(EngineUnderTest engine) {
    ArrayDataSet data = Trainers.curve(50, 1);
    Fit fit = Fit.epochs(3).batchSize(4).shuffle();
    Trainers.State expected;
    try (Trainer trainer = Trainers.eventful(Trainers.on(engine).seed(5)).accumulate(3).build()) {
      trainer.fit(data, fit);
      expected = Trainers.state(trainer);
    }
    Path file = folder.resolve("stopped.safetensors");
    try (Trainer trainer = Trainers.eventful(Trainers.on(engine).seed(5)).accumulate(3).build()) {
      trainer.fit(data, fit.listener(Trainers.atStep(7, control -> control.stop())));
      trainer.save(file);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    assertThat(checkpoint.step()).isEqualTo(7);
    try (Trainer trainer = Trainers.restored(checkpoint, engine)) {
      trainer.fit(data, Fit.resume(checkpoint));
      assertThat(Trainers.state(trainer)).isEqualTo(expected);
    }
  }

  @Test
  void singleBatchesMakeUpAStep() {
    float[] inputs = Trainers.curve(6, 1).inputs();
    float[] targets = Trainers.curve(6, 1).targets();
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).accumulate(2).build();
        Trainer whole = Trainers.plain(Trainers.onJvm()).build()) {
      StepResult first = trainer.step(Arrays.copyOf(inputs, 9), Arrays.copyOf(targets, 3));
      assertThatThrownBy(first::loss).hasMessageContaining("once all of them were given");
      assertThatThrownBy(trainer::checkpoint)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("A step takes 2 batches, of which 1 were given");
      StepResult second =
          trainer.step(Arrays.copyOfRange(inputs, 9, 18), Arrays.copyOfRange(targets, 3, 6));
      double loss = whole.step(inputs, targets).loss();
      assertThat(second.loss()).isCloseTo(loss, within(1e-6));
      assertThat(first.loss()).isEqualTo(second.loss());
      assertThat(first.step()).isEqualTo(second.step()).isZero();
      assertThat(trainer.checkpoint().step()).isEqualTo(1);
      HostTensor gradient = trainer.gradients().get("layer.0.weight");
      assertThat(gradient.shape()).isEqualTo(Shape.of(8, 3));
    }
  }

  @Test
  void aStepTakesAtLeastOneBatch() {
    assertThatThrownBy(() -> Trainer.builder().accumulate(0)).hasMessageContaining("found 0");
    assertThatThrownBy(() -> Optimizers.named("adam; accumulate=0"))
        .hasMessageContaining("at least 1");
    assertThat(Optimizers.named("adam; accumulate=4"))
        .isEqualTo(Optimizers.adam(1e-3).withAccumulation(4));
    assertThat(Optimizers.adam(1e-3).withAccumulation(4).describe()).endsWith("; accumulate=4");
  }
}
