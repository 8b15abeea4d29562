package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.SampleOrder;
import org.gradcl.data.augment.Augmentations;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over samples that change at random is as repeatable as any other. */
class AugmentedFitTest {
  private static final EngineUnderTest JVM = EngineUnderTest.jvm().get(0);
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);

  @TempDir Path folder;

  private static BatchSource augmented(long seed) {
    return DATA.augment(seed, Augmentations.noise(0.1), Augmentations.mixup(0.4));
  }

  private static Trainers.State trained(BatchSource source, Fit fit) {
    try (Trainer trainer = Trainers.eventful(JVM)) {
      trainer.fit(source, fit);
      return Trainers.state(trainer);
    }
  }

  private static Fit shuffled() {
    return Fit.epochs(3).batchSize(16).shuffle();
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    Trainers.State first = trained(augmented(5), shuffled());
    assertThat(trained(augmented(5), shuffled())).isEqualTo(first);
    assertThat(trained(augmented(6), shuffled())).isNotEqualTo(first);
    assertThat(trained(DATA, shuffled())).isNotEqualTo(first);
  }

  /** Seven steps an epoch: the run stops in the middle of the second. */
  @Test
  void aRunResumedInMidEpochIsTheRunThatNeverStopped() {
    for (boolean shuffle : new boolean[] {true, false}) {
      Fit fit = shuffle ? shuffled() : Fit.epochs(3).batchSize(16);
      Trainers.State whole = trained(augmented(5), fit);
      Path file = folder.resolve("run" + shuffle + ".safetensors");
      try (Trainer trainer = Trainers.eventful(JVM)) {
        trainer.fit(augmented(5), fit.listener(Trainers.atStep(10, control -> trainer.cancel())));
        trainer.save(file);
      }
      Checkpoint checkpoint = Checkpoint.load(file);
      assertThat(checkpoint.step()).isEqualTo(10);
      try (Trainer trainer = Trainers.restored(checkpoint, JVM)) {
        trainer.fit(augmented(5), Fit.resume(checkpoint));
        assertThat(Trainers.state(trainer)).isEqualTo(whole);
      }
    }
  }

  /** Without shuffling, too, each epoch has samples of its own. */
  @Test
  void epochsDifferWithoutShuffling() {
    Fit twoEpochs = Fit.epochs(2).batchSize(100);
    BatchSource source = augmented(5);
    Trainers.State state = trained(source, twoEpochs);
    BatchSource frozen =
        new BatchSource() {
          @Override
          public long samples() {
            return source.samples();
          }

          @Override
          public Map<String, Shape> sampleShapes() {
            return source.sampleShapes();
          }

          @Override
          public BatchCursor open(SampleOrder order) {
            return source.open(SampleOrder.sequential());
          }
        };
    assertThat(trained(frozen, twoEpochs)).isNotEqualTo(state);
    assertThat(trained(frozen, Fit.epochs(1).batchSize(100)))
        .isEqualTo(trained(source, Fit.epochs(1).batchSize(100)));
  }
}
